import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import axios, { AxiosError } from 'axios';
import { BenchError } from '../contract/bench-error.ts';
import type { ServerAccess } from '../contract/measurements.ts';
import { isLoopback } from './loopback.ts';
import { shownText, shownUrl } from './shown.ts';
import { isTlsTrouble, tlsHint } from './tls-trouble.ts';
import { withoutSentSecrets } from './without-sent-secrets.ts';

/** How a control-plane call may be made; everything has a bound. */
export interface HttpOptions extends Partial<ServerAccess> {
  /** Limit of the whole call (default 10 s). */
  readonly timeoutMs?: number;
  /** Largest answer taken (default 16 MiB). */
  readonly maxBytes?: number;
}

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface HttpAnswer {
  readonly status: number;
  /** Of a refusal without the secrets that it repeats. */
  readonly body: string;
  /** The WWW-Authenticate header, where there is one: how to be let in. */
  readonly challenge?: string;
  /** All headers that came once, by their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

const DEFAULT_TIMEOUT_MS = 10_000;
const DEFAULT_MAX_BYTES = 16 * 1024 * 1024;

/**
 * One control-plane call: no redirects, no proxy to this machine, bounded in time and size. Any status
 * is an answer; a BenchError 'server-unreachable' is raised when none came.
 */
export async function httpText(
  method: HttpMethod,
  url: string,
  options: HttpOptions = {},
  body?: string,
): Promise<HttpAnswer> {
  const { timeoutMs = DEFAULT_TIMEOUT_MS, maxBytes = DEFAULT_MAX_BYTES } = options;
  try {
    const { hostname } = new URL(url);
    const answer = await axios.request<string>({
      method,
      url,
      data: body,
      headers: { accept: 'application/json, text/plain;version=0.0.4', ...options.headers },
      maxContentLength: maxBytes,
      maxRedirects: 0,
      responseType: 'text',
      transformResponse: (text: string) => text,
      validateStatus: () => true,
      // A whole-call limit: axios' own timeout starts anew with every byte that drips in.
      signal: AbortSignal.timeout(timeoutMs),
      // A kept connection may be closed by the server just as the next call is written to it.
      httpAgent: new HttpAgent({ keepAlive: false }),
      httpsAgent: new HttpsAgent({ keepAlive: false, ...tlsOptions(options) }),
      ...(isLoopback(hostname) && { proxy: false }),
    });
    const headers = singleHeaders(answer.headers);
    const challenge = headers['www-authenticate'];
    const text = answer.data ?? '';
    const isGood = answer.status >= 200 && answer.status < 300;
    return {
      status: answer.status,
      body: isGood ? text : withoutSentSecrets(text, options.headers),
      headers,
      ...(challenge !== undefined && { challenge }),
    };
  } catch (error) {
    throw unreachable(url, error, timeoutMs, maxBytes);
  }
}

function singleHeaders(headers: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]: [string, unknown]) =>
      typeof value === 'string' ? [[name.toLowerCase(), value]] : [],
    ),
  );
}

function tlsOptions({ ca, insecure }: HttpOptions): { ca?: string; rejectUnauthorized?: boolean } {
  return { ...(ca !== undefined && { ca }), ...(insecure && { rejectUnauthorized: false }) };
}

function unreachable(url: string, error: unknown, timeoutMs: number, maxBytes: number): BenchError {
  const cause = rootCause(error);
  const code = String((error as { code?: unknown }).code ?? '');
  const words = shownText(cause.message) || code;
  const where = shownUrl(url);
  const fail = (message: string, hint: string) =>
    new BenchError('server-unreachable', message, { hint, cause });
  if (code === 'ERR_INVALID_URL') return fail(`"${where}" is not a URL`, 'write http://host:port');
  if (code === AxiosError.ERR_CANCELED) {
    return fail(`no answer from ${where} within ${timeoutMs} ms`, 'is the server overloaded?');
  }
  if (code.startsWith('HPE_') || /^Parse Error/.test(words)) {
    return fail(
      `what answers at ${where} does not speak HTTP/1.1 (${words})`,
      'a gRPC port is named with --grpc-url, an https server with https://',
    );
  }
  if (/maxContentLength/.test(words)) {
    return fail(`the answer of ${where} is larger than ${maxBytes} bytes`, 'is this the server?');
  }
  if (isTlsTrouble(`${code} ${words}`)) {
    return fail(`no secure connection to ${where}: ${words}`, tlsHint('http'));
  }
  return fail(`no server at ${where}: ${words}`, 'is it running, and are host and port right?');
}

/** The system's own error: what axios wraps holds the whole request, passwords included. */
function rootCause(error: unknown): Error {
  if (error instanceof AxiosError) {
    if (error.cause instanceof Error) return rootCause(error.cause);
    return new Error(error.message);
  }
  if (error instanceof AggregateError && error.message === '') {
    const [first] = error.errors;
    return first instanceof Error ? first : error;
  }
  return error instanceof Error ? error : new Error(String(error));
}
