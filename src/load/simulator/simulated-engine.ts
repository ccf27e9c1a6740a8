import { OUTCOME_CODE, type OutcomeCode } from '../../contract/outcome.ts';
import type { Engine, Slot } from '../engines/engine.ts';
import type { Timer } from '../pacing/clock.ts';
import type { SimulatedLoop } from './simulated-loop.ts';
import type { SimulatedServer } from './simulated-server.ts';
import type { VirtualClock } from './virtual-clock.ts';

export interface SimulatedEngineParts {
  readonly clock: VirtualClock;
  readonly loop: SimulatedLoop;
  readonly server: SimulatedServer;
  readonly timeoutNs: number;
  /** Requests that can be on their way at once; the others wait in the engine. */
  readonly connections: number;
  /** When the network cuts every connection. */
  readonly cutsNs: readonly number[];
}

interface InFlight {
  readonly answer: Timer;
  readonly deadline: Timer;
}

const NO_TIMER: Timer = { cancel: () => {} };

/** An engine whose network and server are simulated; it keeps the contract of `Engine`. */
export class SimulatedEngine implements Engine {
  readonly name = 'simulated';
  readonly counters = { newConnections: 0, resent: 0, bytesSent: 0, bytesReceived: 0 };
  readonly #parts: SimulatedEngineParts;
  readonly #inFlight = new Map<Slot, InFlight>();
  readonly #queue: Slot[] = [];
  #completed: (slot: Slot) => void = () => {};

  constructor(parts: SimulatedEngineParts) {
    this.#parts = parts;
  }

  get queueDepth(): number {
    return this.#queue.length;
  }

  async open(completed: (slot: Slot) => void): Promise<void> {
    this.#completed = completed;
    for (const cutNs of this.#parts.cutsNs) this.#parts.clock.at(cutNs, () => this.#cut());
  }

  dispatch(slot: Slot): void {
    this.#parts.loop.work();
    if (this.#inFlight.size < this.#parts.connections) this.#send(slot);
    else this.#queue.push(slot);
  }

  flush(): void {}

  async close(): Promise<void> {
    const { clock } = this.#parts;
    for (const slot of this.#queue.splice(0)) this.#end(slot, OUTCOME_CODE.unsent, clock.nowNs());
    for (const slot of [...this.#inFlight.keys()]) {
      this.#end(slot, OUTCOME_CODE.aborted, clock.nowNs());
    }
  }

  #send(slot: Slot): void {
    const { clock, server, timeoutNs } = this.#parts;
    slot.sentNs = clock.nowNs();
    const { atNs, outcome } = server.takeIn(slot.sentNs);
    const deadlineNs = slot.sentNs + timeoutNs;
    // Not both: an answer that is to come after the deadline is never read.
    const isInTime = atNs < deadlineNs;
    const answer = isInTime ? clock.at(atNs, () => this.#read(slot, outcome)) : NO_TIMER;
    const timeOut = () => this.#end(slot, OUTCOME_CODE['timed-out'], deadlineNs);
    const deadline = isInTime ? NO_TIMER : clock.at(deadlineNs, timeOut);
    this.#inFlight.set(slot, { answer, deadline });
  }

  #read(slot: Slot, outcome: OutcomeCode): void {
    this.#parts.loop.work();
    this.#end(slot, outcome, this.#parts.clock.nowNs());
  }

  #end(slot: Slot, outcome: OutcomeCode, doneNs: number): void {
    const held = this.#inFlight.get(slot);
    held?.answer.cancel();
    held?.deadline.cancel();
    this.#inFlight.delete(slot);
    slot.doneNs = doneNs;
    slot.firstByteNs = outcome === OUTCOME_CODE.ok ? doneNs : -1;
    slot.outcome = outcome;
    this.#completed(slot);
    const next = held && this.#inFlight.size < this.#parts.connections ? this.#queue.shift() : null;
    if (next) this.#send(next);
  }

  #cut(): void {
    const nowNs = this.#parts.clock.nowNs();
    for (const slot of [...this.#inFlight.keys()]) {
      this.counters.newConnections += 1;
      this.#end(slot, OUTCOME_CODE.reset, nowNs);
    }
  }
}
