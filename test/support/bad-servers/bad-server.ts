import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { answerWell, kserveStub } from '../kserve-stub.ts';

/** One inference request at the server, and the ways it can be treated. */
export interface Exchange {
  /** 1 for the first request of this server. */
  readonly number: number;
  /** 1 for the first connection that carried a request; control calls do not count. */
  readonly connection: number;
  /** Since this server's first request. */
  readonly sinceFirstMs: number;
  answer(): void;
  /** Answers when at least this long has passed, never earlier. */
  answerAfter(delayMs: number): void;
  reset(): void;
}

export type Behaviour = (exchange: Exchange) => void;

/** A KServe v2 server that behaves as it is told, and keeps what it saw. */
export interface BadServer extends AsyncDisposable {
  readonly url: string;
  /** Monotonic time at which each request was there whole, in ms. */
  readonly arrivalsMs: readonly number[];
  /** Requests whose answer was handed to the socket. */
  readonly answered: () => number;
  readonly resets: () => number;
}

export async function badServer(behaviour: Behaviour): Promise<BadServer> {
  const arrivalsMs: number[] = [];
  const connections = new Map<Socket, number>();
  let answered = 0;
  let resets = 0;

  function take(response: ServerResponse): void {
    const { socket } = response.req;
    const nowMs = performance.now();
    arrivalsMs.push(nowMs);
    const connection = connections.get(socket) ?? connections.size + 1;
    connections.set(socket, connection);
    const answer = () => {
      if (socket.destroyed) return;
      answered += 1;
      answerWell(response);
    };
    behaviour({
      ...{ number: arrivalsMs.length, connection, answer },
      sinceFirstMs: nowMs - (arrivalsMs[0] ?? nowMs),
      answerAfter: (delayMs) => notBefore(nowMs + delayMs, answer),
      reset: () => {
        resets += 1;
        socket.resetAndDestroy();
      },
    });
  }

  const stub = await kserveStub(take);
  return {
    url: stub.addresses.http ?? '',
    arrivalsMs,
    answered: () => answered,
    resets: () => resets,
    [Symbol.asyncDispose]: () => stub[Symbol.asyncDispose](),
  };
}

/** Node's timers may fire up to a millisecond early, which a law such as "p50 ≥ delay" would notice. */
function notBefore(dueMs: number, act: () => void): void {
  const leftMs = dueMs - performance.now();
  if (leftMs <= 0) act();
  else setTimeout(() => notBefore(dueMs, act), Math.ceil(leftMs));
}
