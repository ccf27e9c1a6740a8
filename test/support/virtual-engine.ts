import { OUTCOME_CODE } from '../../src/contract/outcome.ts';
import type { Engine, Slot } from '../../src/load/engines/engine.ts';
import type { Timer } from '../../src/load/pacing/clock.ts';
import type { VirtualClock } from '../../src/load/simulator/virtual-clock.ts';

/** What became of one dispatch, kept because slots are used again. */
export interface Seen {
  readonly index: number;
  readonly request: number;
  readonly dueNs: number;
  readonly dispatchedNs: number;
  readonly sentNs: number;
  readonly touched: boolean;
}

/** Answers in virtual time: each request when `answerAtNs` says, over so many connections. */
export class VirtualEngine implements Engine {
  readonly name = 'virtual';
  readonly counters = { newConnections: 0, resent: 0, bytesSent: 0, bytesReceived: 0 };
  readonly seen: Seen[] = [];
  flushes = 0;
  mostInFlight = 0;
  readonly #clock: VirtualClock;
  readonly #answerAtNs: (sentNs: number, index: number) => number;
  readonly #connections: number;
  readonly #inFlight = new Map<Slot, Timer>();
  readonly #queue: Slot[] = [];
  #completed: (slot: Slot) => void = () => {};

  /** `answerAtNs`: Infinity for never. */
  constructor(
    clock: VirtualClock,
    answerAtNs: (sentNs: number, index: number) => number,
    connections = Number.POSITIVE_INFINITY,
  ) {
    this.#clock = clock;
    this.#answerAtNs = answerAtNs;
    this.#connections = connections;
  }

  get queueDepth(): number {
    return this.#queue.length;
  }

  async open(completed: (slot: Slot) => void): Promise<void> {
    this.#completed = completed;
  }

  dispatch(slot: Slot): void {
    if (this.#inFlight.size < this.#connections) this.#send(slot);
    else this.#queue.push(slot);
    this.mostInFlight = Math.max(this.mostInFlight, this.#inFlight.size);
  }

  flush(): void {
    this.flushes += 1;
  }

  async close(): Promise<void> {
    for (const slot of this.#queue.splice(0)) this.#end(slot, OUTCOME_CODE.unsent);
    for (const slot of [...this.#inFlight.keys()]) this.#end(slot, OUTCOME_CODE.aborted);
  }

  #send(slot: Slot): void {
    slot.sentNs = this.#clock.nowNs();
    const { index, request, dueNs, dispatchedNs, sentNs, touched } = slot;
    this.seen.push({ index, request, dueNs, dispatchedNs, sentNs, touched });
    const answerAtNs = this.#answerAtNs(sentNs, index);
    const timer = Number.isFinite(answerAtNs)
      ? this.#clock.at(answerAtNs, () => this.#end(slot, OUTCOME_CODE.ok))
      : { cancel() {} };
    this.#inFlight.set(slot, timer);
  }

  #end(slot: Slot, outcome: number): void {
    this.#inFlight.get(slot)?.cancel();
    this.#inFlight.delete(slot);
    slot.doneNs = this.#clock.nowNs();
    slot.firstByteNs = slot.doneNs;
    slot.outcome = outcome;
    this.#completed(slot);
    const next = this.#inFlight.size < this.#connections ? this.#queue.shift() : undefined;
    if (next) this.#send(next);
  }
}
