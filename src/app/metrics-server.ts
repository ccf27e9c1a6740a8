import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { BenchError } from '../contract/bench-error.ts';
import { type ListenAddress, printListenAddress } from '../contract/listen-address.ts';

/** A page that is made anew for whoever asks for it. */
export interface ServedPage extends AsyncDisposable {
  /** Resolves when somebody who asked before has asked again, or is taking too long for it. */
  askedAgain(signal: AbortSignal): Promise<void>;
}

const PATH = '/metrics';
/** Two of its intervals, but not less and not more than this: it may be busy, or gone. */
const SHORTEST_WAIT_MS = 6000;
const LONGEST_WAIT_MS = 15_000;
/** A few scrapers ask seldom and at once. What others hold open is missing to the load. */
const MOST_CONNECTIONS = 50;
const REQUEST_TIMEOUT_MS = 5000;
const LOOK_EVERY_MS = 1000;

/**
 * Serves a metrics page on this thread, at /metrics. Whoever dawdles is sent away, and only so many are
 * let in: they would take files and time from the load.
 * @throws BenchError 'usage' when it cannot be served there: the port is taken, the host is another's
 */
export async function serveMetrics(
  address: ListenAddress,
  page: { readonly type: string; readonly render: () => string },
  nowMs: () => number,
): Promise<ServedPage> {
  let lastMs: number | null = null;
  let gapMs: number | null = null;
  const waiting = new Set<() => void>();
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    if (request.url?.split('?')[0] !== PATH)
      return refuse(response, 404, `The metrics are at ${PATH}.\n`);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return refuse(response, 405, 'It can only be read.\n');
    }
    if (lastMs !== null) gapMs = nowMs() - lastMs;
    lastMs = nowMs();
    response.once('close', () => {
      for (const resume of waiting) resume();
    });
    response.writeHead(200, { 'content-type': page.type }).end(page.render());
  };
  const patience = {
    headersTimeout: REQUEST_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionsCheckingInterval: LOOK_EVERY_MS,
  };
  const server = createServer(patience, answer);
  server.maxConnections = MOST_CONNECTIONS;
  server.listen(address.port, address.host);
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw notServed(address, cause as NodeJS.ErrnoException);
  }
  // It is nobody's reason to stay.
  server.unref();
  return {
    askedAgain: async (signal) => {
      if (lastMs === null) return;
      const limitMs = Math.min(Math.max(2 * (gapMs ?? 0), SHORTEST_WAIT_MS), LONGEST_WAIT_MS);
      const asked = new Promise<void>((resolve) => waiting.add(resolve));
      const late = new AbortController();
      const stop = AbortSignal.any([signal, late.signal]);
      await Promise.race([asked, pause(limitMs, undefined, { signal: stop }).catch(() => {})]);
      late.abort();
    },
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function refuse(response: ServerResponse, status: number, words: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(words);
}

function notServed(address: ListenAddress, cause: NodeJS.ErrnoException): BenchError {
  const where = printListenAddress(address);
  const reason = cause.code === 'EADDRINUSE' ? 'somebody listens there already' : cause.message;
  return new BenchError('usage', `the metrics page cannot be served at ${where}: ${reason}`, {
    hint: 'give --expose another port, or a host of this machine',
    cause,
  });
}
