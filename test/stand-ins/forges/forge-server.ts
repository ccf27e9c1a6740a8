import { Buffer } from 'node:buffer';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { stubHttpServer } from '../../support/stub-http-server.ts';

/** A request as a stand-in of GitHub or GitLab sees it. */
export interface ForgeCall {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  /** Parsed; undefined where there was none. */
  readonly body: unknown;
}

export interface ForgeAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** undefined: none, as for 204. */
  readonly body?: unknown;
}

/** Something that goes wrong with the next requests that match. */
export interface Trouble {
  /** Of "POST /repos/o/r/issues/7/comments". */
  readonly on: RegExp;
  /** How many of them; the count goes down. */
  times: number;
  /** Happens first: somebody else is faster. */
  readonly first?: () => void;
  /** Instead of what the forge would answer. */
  readonly answer?: ForgeAnswer;
  /** The connection is lost before the call is carried out, or after it and before the answer. */
  readonly cut?: 'before' | 'after';
}

export interface ForgeServer extends AsyncDisposable {
  readonly url: string;
  /** "POST /repos/o/r/issues/7/comments 201", as they were answered; 0 for a lost connection. */
  readonly answered: readonly string[];
  /** Goes wrong from now on; of several that match the first is taken. */
  readonly troubles: Trouble[];
}

/** An answer that is not 2xx, raised where it turns out. */
export class ForgeRefused extends Error {
  readonly answer: ForgeAnswer;

  constructor(answer: ForgeAnswer) {
    super(`refused with ${answer.status}`);
    this.answer = answer;
  }
}

/** A server on a free port of 127.0.0.1 with the manners that GitHub and GitLab share. */
export async function forgeServer(
  handle: (call: ForgeCall, baseUrl: string) => ForgeAnswer,
): Promise<ForgeServer> {
  const answered: string[] = [];
  const troubles: Trouble[] = [];
  let baseUrl = '';
  const server = await stubHttpServer(async (request, response) => {
    const { method = 'GET', headers } = request;
    const url = new URL(request.url ?? '/', baseUrl);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const trouble = troubles.find(
      ({ on, times }) => times > 0 && on.test(`${method} ${url.pathname}`),
    );
    const lose = () => {
      answered.push(`${method} ${url.pathname} 0`);
      request.socket.destroy();
    };
    if (trouble) trouble.times -= 1;
    trouble?.first?.();
    if (trouble?.cut === 'before') return lose();
    const answer = trouble?.answer ?? answerTo(handle, { method, url, headers }, chunks, baseUrl);
    if (trouble?.cut === 'after') return lose();
    answered.push(`${method} ${url.pathname} ${answer.status}`);
    write(response, answer);
  });
  baseUrl = server.url;
  const { url } = server;
  return { url, answered, troubles, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

function write(response: ServerResponse, { status, body, headers }: ForgeAnswer): void {
  const type = { 'content-type': 'application/json; charset=utf-8' };
  response.writeHead(status, { ...(body !== undefined && type), ...headers });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

function answerTo(
  handle: (call: ForgeCall, baseUrl: string) => ForgeAnswer,
  call: Omit<ForgeCall, 'body'>,
  chunks: readonly Buffer[],
  baseUrl: string,
): ForgeAnswer {
  try {
    const text = Buffer.concat(chunks).toString();
    return handle({ ...call, body: text === '' ? undefined : parsed(text, call.headers) }, baseUrl);
  } catch (error) {
    if (error instanceof ForgeRefused) return error.answer;
    return { status: 500, body: { message: String(error) } };
  }
}

function parsed(text: string, headers: IncomingHttpHeaders): unknown {
  const isJson = /^application\/json\b/.test(headers['content-type'] ?? '');
  try {
    if (isJson) return JSON.parse(text);
  } catch {}
  throw new ForgeRefused({ status: 400, body: { message: 'Problems parsing JSON' } });
}
