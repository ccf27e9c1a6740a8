import { setTimeout as pause } from 'node:timers/promises';
import { BenchError } from '../../contract/bench-error.ts';
import type { Deadline } from '../deadline.ts';
import { ForgeRefusal } from '../forge.ts';
import { type HttpAnswer, type HttpMethod, httpText } from '../http-text.ts';
import { gitlabRefusal } from './gitlab-refusal.ts';

/** Whose token it is decides about the header it goes in. */
export type GitLabToken =
  | { readonly kind: 'access'; readonly token: string }
  | { readonly kind: 'job'; readonly token: string };

export interface GitLabAccess {
  /** https://host/api/v4 */
  readonly apiUrl: string;
  /** Number or path of the project that the merge request is in. */
  readonly project: string;
  readonly token: GitLabToken;
  /** Waiting and trying again end with it. */
  readonly deadline: Deadline;
  readonly userAgent: string;
  /** A call is made again after a pause, because GitLab asks for it or did not answer. */
  readonly onPause: (seconds: number) => void;
  /** How long a second of waiting lasts; a test has shorter ones. */
  readonly secondMs?: number;
}

/** One call of GitLab's REST API. */
export interface GitLabCall {
  readonly method: HttpMethod;
  /** From the API's address on: /user */
  readonly path: string;
  /** For error texts, after "refuses to". */
  readonly purpose: string;
  readonly body?: Readonly<Record<string, unknown>>;
}

const MS_PER_SECOND = 1000;
const CALL_TIMEOUT_MS = 20_000;
const MAX_BYTES = 128 * 1024 * 1024;
const RETRIES = 2;
const TOO_MANY = 429;
const WITHOUT_HEADER_SECONDS = 60;

/**
 * Asks GitLab: paused when it says so, tried again where a call may be made twice. The answer is a good one.
 * @throws ForgeRefusal
 */
export function gitlabCaller(access: GitLabAccess) {
  return async function ask(call: GitLabCall): Promise<HttpAnswer> {
    for (let tries = 0; ; tries += 1) {
      const answer = await answerTo(access, call);
      if (isGood(answer)) return answer;
      const seconds = pauseAfter(answer, call.method, tries);
      if (seconds === null || !(await paused(seconds, tries, access))) {
        throw gitlabRefusal(answer, call.purpose, access.token);
      }
    }
  };
}

/** False where the pause would be longer than there is time, or it was tried often enough. */
async function paused(
  seconds: number,
  tries: number,
  { secondMs = MS_PER_SECOND, deadline, onPause }: GitLabAccess,
): Promise<boolean> {
  const pauseMs = seconds * secondMs;
  if (tries >= RETRIES || pauseMs >= deadline.leftMs()) return false;
  onPause(seconds);
  await pause(pauseMs);
  return true;
}

async function answerTo(
  { apiUrl, token, deadline, userAgent }: GitLabAccess,
  { method, path, body }: GitLabCall,
): Promise<HttpAnswer | BenchError> {
  const headers = {
    [token.kind === 'job' ? 'job-token' : 'private-token']: token.token,
    'user-agent': userAgent,
    ...(body && { 'content-type': 'application/json' }),
  };
  const timeoutMs = Math.max(1, Math.min(CALL_TIMEOUT_MS, deadline.leftMs()));
  const text = body && JSON.stringify(body);
  const url = apiUrl.replace(/\/+$/, '') + path;
  return httpText(method, url, { headers, timeoutMs, maxBytes: MAX_BYTES }, text).catch(
    (error: unknown) => {
      if (error instanceof BenchError) return error;
      throw new ForgeRefusal('refused', String(error), token.token);
    },
  );
}

function isAnswer(answer: HttpAnswer | BenchError): answer is HttpAnswer {
  return !(answer instanceof BenchError);
}

function isGood(answer: HttpAnswer | BenchError): answer is HttpAnswer {
  return isAnswer(answer) && answer.status >= 200 && answer.status < 300;
}

/** Seconds until the same call may be tried again; null: never. A comment is not written twice. */
function pauseAfter(
  answer: HttpAnswer | BenchError,
  method: HttpMethod,
  tries: number,
): number | null {
  if (isAnswer(answer) && answer.status === TOO_MANY) {
    const asked = Number(answer.headers['retry-after']);
    return asked >= 0 ? asked : WITHOUT_HEADER_SECONDS;
  }
  const isUnsure = !isAnswer(answer) || answer.status >= 500;
  return isUnsure && method !== 'POST' ? (tries + 1) ** 2 : null;
}
