import { z } from 'zod';
import { BenchError } from '../../contract/bench-error.ts';
import { ForgeRefusal, kindOfSilence, type RefusalKind } from '../forge.ts';

/** An error of Octokit as far as it is looked at. */
const requestError = z.object({
  message: z.string(),
  status: z.number().optional(),
  response: z
    .object({
      data: z.unknown(),
      headers: z.record(z.string(), z.unknown()).default({}),
    })
    .optional(),
});

/** What an error of Octokit means; `purpose` stands after "refuses to". */
export function githubRefusal(error: unknown, purpose: string, token: string): ForgeRefusal {
  // Octokit takes pages apart before anybody could check them.
  if (error instanceof z.ZodError || error instanceof TypeError) {
    const words = `GitHub was asked to ${purpose} and answered something else than GitHub does`;
    return new ForgeRefusal('refused', words, token);
  }
  const parsed = requestError.safeParse(error);
  const { response, status = 0, message } = parsed.data ?? { message: String(error) };
  if (!response) {
    const words = wordsOfCause(error) ?? message;
    const said = `GitHub was asked to ${purpose}: ${words}`;
    return new ForgeRefusal(kindOfSilence(words), said, token);
  }
  const kind = kindOf(status, message, response.headers['x-ratelimit-remaining'] === '0');
  return new ForgeRefusal(
    kind,
    `GitHub refuses to ${purpose}: ${status}: ${plain(message)}`,
    token,
  );
}

function wordsOfCause(error: unknown): string | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof BenchError) return cause.message;
  }
  return undefined;
}

function kindOf(status: number, message: string, isLimitUsedUp: boolean): RefusalKind {
  if (status === 401) return 'bad-token';
  if (status === 404 || status === 410) return 'not-found';
  if (status === 422 && /too long/i.test(message)) return 'too-long';
  if (status === 429 || (status === 403 && (isLimitUsedUp || /rate limit/i.test(message)))) {
    return 'rate-limited';
  }
  if (status === 403) return 'no-permission';
  // A gateway's answer says as little of what became of the call as none.
  return status >= 500 ? 'unreachable' : 'refused';
}

/** Without the address of a page of the documentation, which Octokit adds. */
function plain(message: string): string {
  return message.replace(/ - https?:\/\/\S+$/, '');
}
