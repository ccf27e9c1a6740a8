import { OUTCOME_CODE, type OutcomeCode } from '../../../contract/outcome.ts';
import { endSlot } from '../end-slot.ts';
import type { Engine, EngineCounters, EngineOptions, Slot } from '../engine.ts';
import { outcomeOfGrpcStatus } from '../outcome.ts';
import { Call } from './call.ts';
import type { Connection } from './connection.ts';
import type { ConnectionEvents, ConnectionFailure } from './connection-events.ts';
import { ConnectionPlaces } from './connection-places.ts';
import { Deadlines } from './deadlines.ts';
import { GRPC_LIMITS, type GrpcLimits } from './grpc-limits.ts';
import { GRPC_STATUS } from './grpc-status.ts';
import { LeastLoaded } from './least-loaded.ts';
import { Opening } from './opening.ts';
import { ChunkPool } from './output-buffer.ts';
import { type PreparedRequest, prepareRequests } from './prepared-requests.ts';
import { requestHeaders } from './request-headers.ts';
import { WaitingSlots } from './waiting-slots.ts';

const READ_BYTES = 64 * 1024;

/** Unary gRPC over our own HTTP/2: see docs/design/grpc-engine.md. */
export function createGrpcEngine(options: EngineOptions, limits: GrpcLimits = GRPC_LIMITS): Engine {
  return new GrpcEngine(options, limits);
}

class GrpcEngine implements Engine, ConnectionEvents {
  readonly name = 'grpc';
  readonly counters: EngineCounters = {
    newConnections: 0,
    resent: 0,
    bytesSent: 0,
    bytesReceived: 0,
  };

  readonly #options: EngineOptions;
  readonly #requests: readonly PreparedRequest[];
  readonly #places: ConnectionPlaces;
  readonly #opening: Opening;
  readonly #leastLoaded = new LeastLoaded<Connection>();
  readonly #waiting = new WaitingSlots();
  readonly #spareCalls: Call[] = [];
  readonly #deadlines: Deadlines;
  readonly #toFlush: Connection[] = [];
  /** Those that a server gave back unprocessed: each is sent again once. */
  readonly #givenBack = new Set<Slot>();
  #completed: (slot: Slot) => void = () => {};
  #batchDepth = 0;
  #isClosing = false;

  constructor(options: EngineOptions, limits: GrpcLimits) {
    this.#options = options;
    this.#requests = prepareRequests(options.requests);
    const { target, check, clock } = options;
    const setUp = {
      target,
      headers: requestHeaders(options),
      idPlace: options.requests.idPlace,
      check,
      clock,
      limits,
      counters: this.counters,
      chunks: new ChunkPool(),
      readBuffer: Buffer.allocUnsafeSlow(READ_BYTES),
    };
    const count = Math.max(1, Math.min(options.connections, options.maxConnections));
    this.#places = new ConnectionPlaces(setUp, count, this);
    this.#opening = new Opening(target, count);
    this.#deadlines = new Deadlines(clock, options.timeoutNs, () => this.#timeOut());
  }

  get queueDepth(): number {
    return this.#waiting.depth;
  }

  async open(completed: (slot: Slot) => void): Promise<void> {
    this.#completed = completed;
    this.#places.open();
    try {
      await this.#opening.done;
      this.#places.keepFilled();
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  dispatch(slot: Slot): void {
    slot.sentNs = -1;
    slot.firstByteNs = -1;
    slot.detail = '';
    slot.correct = 0;
    const connection = this.#waiting.length === 0 ? this.#leastLoaded.first : undefined;
    if (this.#isClosing) this.#complete(slot, OUTCOME_CODE.unsent, '');
    else if (connection === undefined) this.#waiting.push(slot);
    else this.#send(slot, connection);
  }

  flush(): void {
    if (this.#batchDepth > 0) return;
    for (let at = 0; at < this.#toFlush.length; at += 1) {
      const connection = this.#toFlush[at] as Connection;
      connection.isListed = false;
      connection.flush();
      this.#leastLoaded.update(connection);
    }
    this.#toFlush.length = 0;
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    this.#deadlines.stop();
    for (const connection of this.#places.close()) {
      for (const call of connection.close()) {
        const slot = this.#release(call);
        const outcome = slot.sentNs < 0 ? OUTCOME_CODE.unsent : OUTCOME_CODE.aborted;
        this.#complete(slot, outcome, '');
      }
    }
    this.#waiting.releaseHeld();
    this.#endWaiting(OUTCOME_CODE.unsent, '');
    await this.#places.closed();
  }

  batchStarts(): void {
    this.#batchDepth += 1;
  }

  batchEnds(): void {
    this.#batchDepth -= 1;
    if (this.#batchDepth > 0) return;
    this.#sendWaiting();
    this.flush();
  }

  ready(connection: Connection): void {
    if (this.#opening.isOver) this.counters.newConnections += 1;
    this.#opening.ready();
    this.#leastLoaded.update(connection);
    while (this.#waiting.hasHeld && connection.hasRoom) {
      this.#send(this.#waiting.takeHeld() as Slot, connection);
    }
    this.#waiting.releaseHeld();
  }

  roomChanged(connection: Connection): void {
    this.#leastLoaded.update(connection);
  }

  hasOutput(connection: Connection): void {
    if (connection.isListed) return;
    connection.isListed = true;
    this.#toFlush.push(connection);
  }

  draining(connection: Connection): void {
    this.#places.leaves(connection);
  }

  lost(connection: Connection, failure: ConnectionFailure): void {
    this.#places.leaves(connection);
    if (connection.wasReady) return;
    this.#waiting.releaseHeld();
    this.#opening.failed(failure);
    if (this.#places.hasReady) return;
    this.#endWaiting(failure.outcome, failure.detail, connection.startedNs);
  }

  sent(call: Call): void {
    if (this.#givenBack.size > 0 && this.#givenBack.has(call.slot as Slot)) {
      this.counters.resent += 1;
    }
    this.#deadlines.add(call);
  }

  ended(call: Call, outcome: OutcomeCode, detail: string): void {
    const connection = call.connection as Connection;
    this.#leastLoaded.update(connection);
    this.#complete(this.#release(call), outcome, detail);
  }

  unprocessed(call: Call, detail: string): void {
    const connection = call.connection as Connection;
    this.#leastLoaded.update(connection);
    const slot = this.#release(call);
    if (slot.sentNs < 0) {
      this.#waiting.putBack(slot);
      return;
    }
    if (this.#givenBack.has(slot)) {
      const outcome = outcomeOfGrpcStatus(GRPC_STATUS.unavailable, detail);
      this.#complete(slot, outcome, `${detail} (twice)`);
      return;
    }
    this.#givenBack.add(slot);
    slot.sentNs = -1;
    slot.firstByteNs = -1;
    if (connection.isReady || this.#places.isComplete) this.#waiting.putBack(slot);
    else this.#waiting.hold(slot);
  }

  #send(slot: Slot, connection: Connection): void {
    const call = this.#spareCalls.pop() ?? new Call();
    call.slot = slot;
    call.connection = connection;
    call.request = this.#requests[slot.request] as PreparedRequest;
    connection.send(call);
    this.#leastLoaded.update(connection);
  }

  #sendWaiting(): void {
    while (this.#waiting.length > 0 && !this.#isClosing) {
      const connection = this.#leastLoaded.first;
      if (connection === undefined) return;
      this.#send(this.#waiting.shift() as Slot, connection);
    }
  }

  /** Those that were waiting at that time; more may come while they end. */
  #endWaiting(outcome: OutcomeCode, detail: string, sinceNs = Number.POSITIVE_INFINITY): void {
    for (let left = this.#waiting.length; left > 0; left -= 1) {
      if ((this.#waiting.first as Slot).dispatchedNs > sinceNs) return;
      this.#complete(this.#waiting.shift() as Slot, outcome, detail);
    }
  }

  #release(call: Call): Slot {
    const slot = call.slot as Slot;
    this.#deadlines.remove(call);
    call.clear();
    this.#spareCalls.push(call);
    return slot;
  }

  #complete(slot: Slot, outcome: OutcomeCode, detail: string): void {
    const { clock, timeoutNs } = this.#options;
    endSlot(slot, outcome, detail, clock.nowNs(), timeoutNs);
    if (this.#givenBack.size > 0) this.#givenBack.delete(slot);
    this.#completed(slot);
  }

  #timeOut(): void {
    this.batchStarts();
    for (let call = this.#deadlines.overdue; call !== undefined; call = this.#deadlines.overdue) {
      call.connection?.cancel(call);
      this.#complete(this.#release(call), OUTCOME_CODE['timed-out'], '');
    }
    this.batchEnds();
  }
}
