import type { BenchError } from '../../../contract/bench-error.ts';
import { OUTCOME_CODE, type OutcomeCode } from '../../../contract/outcome.ts';
import { connectLimitNs } from '../connect-limit.ts';
import type { Engine, EngineCounters, EngineOptions, Slot } from '../engine.ts';
import { outcomeOfAnswer } from './answer-outcome.ts';
import { Connection, type ConnectionEvents } from './connection.ts';
import { ConnectionPool } from './connection-pool.ts';
import { Deadlines } from './deadlines.ts';
import { type PreparedRequest, prepareRequests } from './prepared-requests.ts';
import { SlotQueue } from './slot-queue.ts';
import { unreachable } from './unreachable.ts';

/** A connection has as long as an answer has, but no longer than this. */

/** Our own HTTP/1.1 client: one request in flight per connection, keep-alive. */
export function createHttpEngine(options: EngineOptions): Engine {
  return new HttpEngine(options);
}

class HttpEngine implements Engine, ConnectionEvents {
  readonly name = 'http';
  readonly counters: EngineCounters = {
    newConnections: 0,
    resent: 0,
    bytesSent: 0,
    bytesReceived: 0,
  };
  readonly #options: EngineOptions;
  readonly #requests: PreparedRequest[];
  readonly #queue = new SlotQueue();
  readonly #pool: ConnectionPool;
  readonly #deadlines: Deadlines;
  #completed: (slot: Slot) => void = () => {};
  #settleOpen: ((failure: BenchError | null) => void) | null = null;
  #isOpen = false;
  #isClosed = false;

  constructor(options: EngineOptions) {
    const { clock, connections, maxConnections, target, timeoutNs } = options;
    this.#options = options;
    this.#requests = prepareRequests(options.requests, target, options.headers);
    this.#deadlines = new Deadlines(clock, timeoutNs, (connection) => this.#expire(connection));
    this.#pool = new ConnectionPool({
      clock,
      connections: Math.min(connections, maxConnections),
      maxConnections,
      connect: () => new Connection(target, clock, connectLimitNs(timeoutNs), this),
      waiting: () => this.#queue.length,
    });
  }

  get queueDepth(): number {
    return this.#queue.length;
  }

  open(completed: (slot: Slot) => void): Promise<void> {
    this.#completed = completed;
    return new Promise((resolve, reject) => {
      this.#settleOpen = (failure) => (failure === null ? resolve() : reject(failure));
      this.#pool.fill();
    });
  }

  dispatch(slot: Slot): void {
    slot.sentNs = -1;
    slot.firstByteNs = -1;
    const connection = this.#isClosed ? undefined : this.#pool.take();
    if (connection !== undefined) {
      this.#send(connection, slot);
      return;
    }
    this.#queue.push(slot);
    if (!this.#isClosed) this.#pool.grow();
    else this.#options.clock.nextTurn(() => this.#endWaiting(OUTCOME_CODE.unsent, ''));
  }

  /** Every request went out in its own write already. */
  flush(): void {}

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#pool.stop();
    this.#deadlines.stop();
    this.#endWaiting(OUTCOME_CODE.unsent, '');
    const connections = [...this.#pool.all];
    for (const connection of connections) connection.end(OUTCOME_CODE.aborted, '');
    await Promise.all(connections.map(({ closed }) => closed));
  }

  received(bytes: number): void {
    this.counters.bytesReceived += bytes;
  }

  opened(connection: Connection): void {
    this.#pool.succeeded();
    this.#reuse(connection);
    if (!this.#isOpen) {
      this.#pool.fill();
      this.#settleOpenWhenDecided(OUTCOME_CODE.ok, '');
      return;
    }
    this.counters.newConnections += 1;
    this.#pool.grow();
  }

  /** Hot path. The connection goes on before the sink hears of the answer. */
  answered(connection: Connection): void {
    const slot = connection.slot as Slot;
    const { parser } = connection;
    const outcome = outcomeOfAnswer(slot, parser, this.#options.check);
    const doneNs = this.#options.clock.nowNs();
    if (doneNs > slot.sentNs + this.#options.timeoutNs) {
      this.#expire(connection);
      return;
    }
    slot.firstByteNs = parser.headBeganNs;
    connection.served = true;
    connection.slot = null;
    this.#deadlines.remove(connection);
    if (parser.head.keepAlive && connection.isDrained) this.#reuse(connection);
    else connection.end(OUTCOME_CODE.ok, '');
    this.#complete(slot, outcome, doneNs);
  }

  ended(connection: Connection, outcome: OutcomeCode, detail: string): void {
    const { slot } = connection;
    if (connection.wasEstablished) this.#pool.lost(connection);
    else this.#pool.failed(connection);
    if (slot !== null) {
      connection.slot = null;
      this.#deadlines.remove(connection);
      slot.firstByteNs = connection.parser.headBeganNs;
      slot.detail = detail;
      this.#complete(slot, outcome, this.#options.clock.nowNs());
    }
    if (!this.#isOpen) this.#settleOpenWhenDecided(outcome, detail);
    if (this.#isClosed) return;
    if (!connection.wasEstablished) this.#attemptFailed(outcome, detail);
    if (connection.served) this.#pool.fill();
    this.#pool.grow();
  }

  /** While anything is connected, waiting goes on; an attempt fails one request, the last one all. */
  #attemptFailed(outcome: OutcomeCode, detail: string): void {
    if (this.#pool.live > 0) return;
    const count = this.#pool.opening > 0 ? 1 : this.#queue.length;
    this.#endWaiting(outcome, detail, count);
  }

  /** Only what waits now: the sink may dispatch more meanwhile. */
  #endWaiting(outcome: OutcomeCode, detail: string, count: number = this.#queue.length): void {
    for (let left = count; left > 0; left -= 1) {
      const slot = this.#queue.shift();
      if (slot === undefined) return;
      slot.detail = detail;
      this.#complete(slot, outcome, this.#options.clock.nowNs());
    }
  }

  #expire(connection: Connection): void {
    const slot = connection.slot as Slot;
    const deadlineNs = slot.sentNs + this.#options.timeoutNs;
    const firstByteNs = connection.parser.headBeganNs;
    connection.slot = null;
    this.#deadlines.remove(connection);
    slot.firstByteNs = firstByteNs <= deadlineNs ? firstByteNs : -1;
    slot.detail = firstByteNs < 0 ? 'no answer in time' : 'the answer was not over in time';
    connection.end(OUTCOME_CODE['timed-out'], '');
    this.#complete(slot, OUTCOME_CODE['timed-out'], deadlineNs);
  }

  /** Hot path. The longest waiting request goes first. */
  #reuse(connection: Connection): void {
    const slot = this.#queue.shift();
    if (slot === undefined) this.#pool.release(connection);
    else this.#send(connection, slot);
  }

  /** Hot path. */
  #send(connection: Connection, slot: Slot): void {
    const request = this.#requests[slot.request] as PreparedRequest;
    this.counters.bytesSent += request.bytes;
    connection.send(slot, request);
    this.#deadlines.add(connection);
  }

  /** Hot path. */
  #complete(slot: Slot, outcome: OutcomeCode, doneNs: number): void {
    slot.outcome = outcome;
    slot.doneNs = doneNs;
    this.#completed(slot);
  }

  #settleOpenWhenDecided(outcome: OutcomeCode, detail: string): void {
    if (this.#pool.opening > 0) return;
    this.#isOpen = this.#pool.live > 0;
    this.#settleOpen?.(this.#isOpen ? null : unreachable(this.#options.target, outcome, detail));
  }
}
