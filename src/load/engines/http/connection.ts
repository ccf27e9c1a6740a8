import type { Socket } from 'node:net';
import { OUTCOME_CODE, type OutcomeCode } from '../../../contract/outcome.ts';
import type { Clock, Timer } from '../../pacing/clock.ts';
import type { EngineTarget, Slot } from '../engine.ts';
import { type ConnectionStage, outcomeOfSocketError } from '../outcome.ts';
import { connectSocket } from './connect-socket.ts';
import { NumberedHead } from './numbered-head.ts';
import type { PreparedRequest } from './prepared-requests.ts';
import { ResponseParser } from './response-parser.ts';

/** A read takes at most this much; memory that is never filled costs nothing. */
const READ_BUFFER_BYTES = 64 * 1024;
const NS_PER_MS = 1e6;

/** What a connection tells its owner. */
export interface ConnectionEvents {
  opened(connection: Connection): void;
  /** The answer to connection.slot is whole: it lies in connection.parser. */
  answered(connection: Connection): void;
  /** Told exactly once. A slot that is still in it will get no answer. */
  ended(connection: Connection, outcome: OutcomeCode, detail: string): void;
  received(bytes: number): void;
}

/** One keep-alive connection, with one request in flight at most. */
export class Connection {
  readonly parser = new ResponseParser();
  /** In flight; the owner takes it away when it is over. */
  slot: Slot | null = null;
  /** It was connected, whatever came of it. */
  wasEstablished = false;
  /** Answered something, ever. */
  served = false;
  /** Neighbours in the order of sending, while a request is in flight. */
  sentBefore: Connection | null = null;
  sentAfter: Connection | null = null;
  /** Resolves once the kernel has closed it. */
  readonly closed: Promise<void>;
  readonly #socket: Socket;
  readonly #numbered = new NumberedHead();
  readonly #clock: Clock;
  readonly #events: ConnectionEvents;
  #connectTimer: Timer | null;
  #stage: ConnectionStage | 'ended' = 'connecting';

  constructor(
    target: EngineTarget,
    clock: Clock,
    connectTimeoutNs: number,
    events: ConnectionEvents,
  ) {
    this.#clock = clock;
    this.#events = events;
    const buffer = Buffer.allocUnsafeSlow(READ_BUFFER_BYTES);
    const socket = connectSocket(target, {
      buffer,
      callback: (bytes) => this.#read(buffer, bytes),
    });
    this.#socket = socket;
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
    socket.on('connect', () => this.#connected(target.tls));
    socket.on('secureConnect', () => this.#established());
    socket.on('error', (error) => this.#failed(error));
    socket.on('end', () => this.#inputEnded());
    socket.on('close', () => this.end(OUTCOME_CODE.reset, 'the connection was closed'));
    this.#connectTimer = clock.startTimer(connectTimeoutNs / NS_PER_MS, () => {
      this.end(
        OUTCOME_CODE['connect-timeout'],
        `no connection within ${connectTimeoutNs / NS_PER_MS} ms`,
      );
    });
  }

  /** Every byte of the request has left this process: the connection may carry another. */
  get isDrained(): boolean {
    return this.#socket.writableLength === 0;
  }

  /** Hot path. Stamps sentNs and writes. */
  send(slot: Slot, request: PreparedRequest): void {
    this.slot = slot;
    this.parser.reset();
    const socket = this.#socket;
    slot.sentNs = this.#clock.nowNs();
    const head = this.#numbered.of(slot, request);
    if (request.body === null) {
      socket.write(head);
      return;
    }
    socket.cork();
    socket.write(head);
    socket.write(request.body);
    socket.uncork();
  }

  /** Closes at once. The first reason counts. */
  end(outcome: OutcomeCode, detail: string): void {
    if (this.#stage === 'ended') return;
    this.#stage = 'ended';
    this.#connectTimer?.cancel();
    this.#socket.destroy();
    this.#events.ended(this, outcome, detail);
  }

  #connected(isTls: boolean): void {
    if (!isTls) this.#established();
    else if (this.#stage === 'connecting') this.#stage = 'handshaking';
  }

  #established(): void {
    if (this.#stage === 'ended') return;
    this.#stage = 'established';
    this.wasEstablished = true;
    this.#connectTimer?.cancel();
    this.#connectTimer = null;
    this.#events.opened(this);
  }

  /** Hot path. */
  #read(buffer: Buffer, bytes: number): boolean {
    this.#events.received(bytes);
    if (this.slot === null) {
      this.end(OUTCOME_CODE['protocol-error'], 'bytes without a request');
      return true;
    }
    const { parser } = this;
    const stop = parser.feed(buffer, 0, bytes, this.#clock.nowNs());
    if (parser.failed) this.end(OUTCOME_CODE['protocol-error'], parser.fault);
    else if (stop < bytes)
      this.end(OUTCOME_CODE['protocol-error'], 'bytes after the end of the answer');
    else if (parser.done) this.#events.answered(this);
    return true;
  }

  #inputEnded(): void {
    if (this.slot === null) this.end(OUTCOME_CODE.reset, 'the server closed an idle connection');
    else if (this.parser.endOfInput()) this.#events.answered(this);
    else this.end(OUTCOME_CODE['closed-mid-answer'], this.#howFar());
  }

  #howFar(): string {
    if (this.parser.headBeganNs < 0) return 'the server closed the connection without an answer';
    return 'the server closed the connection before its answer was over';
  }

  #failed(error: Error & { code?: string; errors?: Error[] }): void {
    if (this.#stage === 'ended') return;
    const outcome = outcomeOfSocketError(error.code ?? '', this.#stage);
    // Several addresses were tried: Node gives each its own error, and no words to the whole.
    const said = error.message || error.errors?.map(({ message }) => message).join('; ');
    this.end(outcome, said || error.code || 'unknown socket error');
  }
}
