import { z } from 'zod';
import { BenchError } from '../../contract/bench-error.ts';
import { ForgeRefusal, kindOfSilence, type RefusalKind } from '../forge.ts';
import type { HttpAnswer } from '../http-text.ts';
import type { GitLabToken } from './gitlab.ts';

const OF_STATUS: Readonly<Record<number, RefusalKind>> = {
  401: 'bad-token',
  403: 'no-permission',
  404: 'not-found',
  413: 'too-long',
  429: 'rate-limited',
};
/** GitLab says {"message": …} of its own, {"error": …} where the login does. */
const refusal = z.object({ message: z.unknown(), error: z.unknown() }).partial();

/** What an answer that is no good one means; `purpose` stands after "refuses to". */
export function gitlabRefusal(
  answer: HttpAnswer | BenchError,
  purpose: string,
  { kind: tokenKind, token }: GitLabToken,
): ForgeRefusal {
  if (answer instanceof BenchError) {
    const words = `GitLab was asked to ${purpose}: ${answer.message}`;
    return new ForgeRefusal(kindOfSilence(answer.message), words, token);
  }
  const { status } = answer;
  const words = wordsOf(answer.body);
  const kind = status === 400 && /too long/i.test(words) ? 'too-long' : kindOf(status, tokenKind);
  return new ForgeRefusal(kind, `GitLab refuses to ${purpose}: ${status}: ${words}`, token);
}

function kindOf(status: number, tokenKind: GitLabToken['kind']): RefusalKind {
  // A job's token is a good one; GitLab lets it do a few things only, and notes are none of them.
  if (status === 401 && tokenKind === 'job') return 'no-permission';
  return OF_STATUS[status] ?? (status >= 500 ? 'unreachable' : 'refused');
}

function wordsOf(body: string): string {
  try {
    const { message, error } = refusal.parse(JSON.parse(body));
    const words = message ?? error ?? body;
    return typeof words === 'string' ? words : JSON.stringify(words);
  } catch {
    return body;
  }
}
