import type { Deadline } from '../deadline.ts';
import { type HttpMethod, httpText } from '../http-text.ts';

const CALL_TIMEOUT_MS = 20_000;
const MAX_BYTES = 32 * 1024 * 1024;
/** The constructor of Response refuses a body for these. */
const WITHOUT_BODY = [204, 205, 304];

/** What Octokit wants of a fetch. */
interface FetchInit {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * A fetch for Octokit that makes calls as all others here are made: bounded in time and size, without redirects (a
 * token goes nowhere but to the address that was named), and through the proxy of HTTPS_PROXY, which Node's own fetch
 * does not know.
 */
export function githubFetch(deadline: Deadline) {
  return async (url: string, { method, headers, body }: FetchInit): Promise<Response> => {
    const timeoutMs = Math.max(1, Math.min(CALL_TIMEOUT_MS, deadline.leftMs()));
    const options = { headers, timeoutMs, maxBytes: MAX_BYTES };
    const answer = await httpText(method as HttpMethod, url, options, body);
    return new Response(WITHOUT_BODY.includes(answer.status) ? null : answer.body, {
      status: answer.status,
      headers: answer.headers,
    });
  };
}
