import type { Socket } from 'node:net';
import { OUTCOME_CODE } from '../../../contract/outcome.ts';
import type { Timer } from '../../pacing/clock.ts';
import type { Slot } from '../engine.ts';
import type { Call } from './call.ts';
import type { ConnectionEvents, ConnectionFailure } from './connection-events.ts';
import type { ConnectionSetUp } from './connection-set-up.ts';
import {
  type ConnectionState,
  closedByServer,
  connectTimeout,
  socketFailure,
} from './connection-state.ts';
import { sendGoAway } from './control-frames.ts';
import { refuseForeignGreeting } from './foreign-greeting.ts';
import { FrameDecoder } from './frame-codec.ts';
import { FrameRouter } from './frame-router.ts';
import { ERROR_CODE, MAX_STREAM_ID } from './http2-codes.ts';
import { endSocket, openSocket } from './open-socket.ts';
import { OutputBuffer } from './output-buffer.ts';
import { ProtocolViolation } from './protocol-violation.ts';
import { sendGreeting } from './settings.ts';
import { Streams } from './streams.ts';

const LASTING_NS = 1e9;

/** One HTTP/2 connection as a gRPC client needs it (RFC 9113): the socket, its states, its end. */
export class Connection {
  /** Place in the least-loaded lists; theirs alone. */
  rank = -1;
  ahead: Connection | undefined = undefined;
  behind: Connection | undefined = undefined;
  readonly startedNs: number;
  /** Resolves once the socket is gone. */
  readonly closed: Promise<void>;
  /** Whether the engine knows of output to flush; the engine's alone. */
  isListed = false;

  readonly #setUp: ConnectionSetUp;
  readonly #events: ConnectionEvents;
  readonly #decoder: FrameDecoder;
  readonly #socket: Socket;
  readonly #output: OutputBuffer;
  readonly #streams: Streams;
  readonly #router: FrameRouter;
  readonly #limit: Timer;
  #wasHeard = false;
  /** When the server's SETTINGS came. */
  #readyNs = Number.POSITIVE_INFINITY;
  #state: ConnectionState = { kind: 'connecting', stage: 'connecting' };

  constructor(setUp: ConnectionSetUp, events: ConnectionEvents) {
    const { target, readBuffer, limits, clock } = setUp;
    this.startedNs = clock.nowNs();
    this.#setUp = setUp;
    this.#events = events;
    this.#decoder = new FrameDecoder(limits.maxFrameBytes);
    this.#socket = openSocket(target, readBuffer, (bytes) => this.#receive(bytes));
    this.#output = new OutputBuffer(
      this.#socket,
      setUp,
      () => this.#streams.stamp(clock.nowNs()),
      () => this.#goOn(),
    );
    this.#streams = new Streams(setUp, this.#output, events);
    this.#router = new FrameRouter(this.#streams, this.#output, this);
    this.#limit = clock.startTimer(limits.connectTimeoutMs, () =>
      this.#lose(connectTimeout(this.#state)),
    );
    this.closed = new Promise((resolve) => this.#socket.once('close', () => resolve()));
    this.#listen(target.tls);
  }

  get hasRoom(): boolean {
    return (
      this.#state.kind === 'ready' &&
      this.#streams.active < this.#router.maxConcurrentStreams &&
      !this.#output.isFull
    );
  }
  /** Streams open just now. */
  get active(): number {
    return this.#streams.active;
  }
  get isReady(): boolean {
    return this.#state.kind === 'ready';
  }
  /** Whether it got as far as the server's SETTINGS. */
  get wasReady(): boolean {
    return this.#readyNs < Number.POSITIVE_INFINITY;
  }
  /** Whether it answered anything, or stood ready for a while. */
  get wasOfUse(): boolean {
    const age = this.#setUp.clock.nowNs() - this.#readyNs;
    return this.#streams.hasAnswered || age >= LASTING_NS;
  }

  /** `call` holds its slot and its request; only while `hasRoom`. */
  send(call: Call): void {
    this.#streams.open(call);
    if (!this.#streams.hasIds) this.#drain(MAX_STREAM_ID, 'all stream ids are used');
    this.#events.hasOutput(this);
  }

  /** The client gives up on a call (RST_STREAM, CANCEL). The caller ends its slot. */
  cancel(call: Call): void {
    this.#streams.cancel(call);
    this.#events.hasOutput(this);
    this.#changed();
  }

  flush(): void {
    if (this.#state.kind === 'closed') return;
    this.#streams.sender.pump();
    this.#output.flush();
  }

  /** Says GOAWAY and leaves. What was open is returned, oldest first; nobody is told. */
  close(): Call[] {
    const calls = this.#streams.takeAll();
    this.#leave(ERROR_CODE.noError, '');
    return calls;
  }

  /** The server's SETTINGS came: the first make the connection ready. */
  settingsArrived(): void {
    if (this.#state.kind !== 'greeting') return;
    this.#limit.cancel();
    this.#state = { kind: 'ready' };
    this.#readyNs = this.#setUp.clock.nowNs();
    this.#events.ready(this);
  }

  /** The server will look at no stream above `lastStreamId` (GOAWAY, RFC 9113 §6.8). */
  goAway(lastStreamId: number, detail: string): void {
    const { kind } = this.#state;
    if (kind === 'closed') return;
    if (kind === 'draining' && lastStreamId > this.#state.lastStreamId) {
      throw new ProtocolViolation(ERROR_CODE.protocolError, 'a second GOAWAY that takes more');
    }
    this.#drain(lastStreamId, detail);
    this.#streams.giveBackAbove(lastStreamId, detail);
  }

  #listen(isTls: boolean): void {
    const socket = this.#socket;
    if (isTls) {
      socket.once('connect', () => {
        this.#state = { kind: 'connecting', stage: 'handshaking' };
      });
    }
    socket.once(isTls ? 'secureConnect' : 'connect', () => this.#greet());
    socket.on('error', (error) => this.#lose(socketFailure(this.#state, error)));
    socket.once('end', () => this.#lose(closedByServer(this.#state)));
    socket.once('close', () => this.#lose(closedByServer(this.#state)));
  }

  #greet(): void {
    if (this.#state.kind === 'closed') return;
    const { alpnProtocol } = this.#socket as { alpnProtocol?: string | false };
    if (alpnProtocol !== undefined && alpnProtocol !== 'h2') {
      const detail = 'the server did not agree to HTTP/2 (ALPN h2)';
      this.#lose({ outcome: OUTCOME_CODE.tls, detail });
      return;
    }
    this.#state = { kind: 'greeting' };
    sendGreeting(this.#output, this.#setUp.limits);
    this.#output.flush();
  }

  #receive(bytes: number): void {
    if (this.#state.kind === 'closed') return;
    const { readBuffer, clock, limits, counters } = this.#setUp;
    this.#events.batchStarts();
    try {
      counters.bytesReceived += bytes;
      this.#streams.readNs = clock.nowNs();
      if (!this.#wasHeard) refuseForeignGreeting(readBuffer, bytes);
      this.#wasHeard = true;
      this.#decoder.push(readBuffer, bytes, this.#router);
      if (this.#output.backlogBytes > limits.maxBacklogBytes) {
        throw new ProtocolViolation(ERROR_CODE.enhanceYourCalm, 'asks, but does not read answers');
      }
      this.#events.hasOutput(this);
      this.#changed();
    } catch (error) {
      if (!(error instanceof ProtocolViolation)) throw error;
      const failure = { outcome: OUTCOME_CODE['protocol-error'], detail: error.message };
      this.#lose(failure, error.errorCode);
    } finally {
      this.#events.batchEnds();
    }
  }

  #goOn(): void {
    if (this.#state.kind === 'closed') return;
    this.#events.batchStarts();
    this.#events.hasOutput(this);
    this.#changed();
    this.#events.batchEnds();
  }

  /** After anything that opened, ended or moved a stream. */
  #changed(): void {
    if (this.#state.kind === 'draining' && this.#streams.active === 0) {
      this.#leave(ERROR_CODE.noError, '');
    }
    this.#events.roomChanged(this);
  }

  #drain(lastStreamId: number, detail: string): void {
    const isNew = this.#state.kind !== 'draining';
    this.#limit.cancel();
    this.#state = { kind: 'draining', lastStreamId, detail };
    this.#events.roomChanged(this);
    if (isNew) this.#events.draining(this);
  }

  /** The connection is no more: every call on it ends with the reason, or was never sent. */
  #lose(failure: ConnectionFailure, errorCode: number = ERROR_CODE.noError): void {
    if (this.#state.kind === 'closed') return;
    this.#events.batchStarts();
    const calls = this.#streams.takeAll();
    this.#leave(errorCode, failure.detail);
    const firstUnsent = calls.findIndex((call) => (call.slot as Slot).sentNs < 0);
    const unsent = firstUnsent < 0 ? [] : calls.splice(firstUnsent);
    for (const call of unsent.reverse()) this.#events.unprocessed(call, failure.detail);
    for (const call of calls) this.#events.ended(call, failure.outcome, failure.detail);
    this.#events.lost(this, failure);
    this.#events.batchEnds();
  }

  /** Says GOAWAY where there is anyone to hear it, and lets go of the socket. */
  #leave(errorCode: number, reason: string): void {
    const wasOpen = this.#state.kind !== 'connecting' && this.#state.kind !== 'closed';
    this.#state = { kind: 'closed' };
    this.#limit.cancel();
    this.#router.stop();
    this.#output.discard();
    this.#events.roomChanged(this);
    if (!wasOpen || this.#socket.destroyed) {
      this.#socket.destroy();
      return;
    }
    sendGoAway(this.#output, errorCode, reason);
    this.#output.flush();
    endSocket(this.#socket, this.#setUp.clock);
  }
}
