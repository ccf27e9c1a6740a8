import { OUTCOME_CODE, type OutcomeCode } from '../../contract/outcome.ts';
import type { Clock } from '../pacing/clock.ts';
import type { Engine, EngineCounters, EngineOptions, Slot } from './engine.ts';

/** Answers every request well on the next turn of the loop, without a network: `--engine null`. */
export function createNullEngine({ clock }: Pick<EngineOptions, 'clock'>): Engine {
  return new NullEngine(clock);
}

/** What is left of a request's cost is the generator's own: its ceiling. */
class NullEngine implements Engine {
  readonly name = 'null';
  readonly queueDepth = 0;
  readonly counters: EngineCounters = {
    newConnections: 0,
    resent: 0,
    bytesSent: 0,
    bytesReceived: 0,
  };
  readonly #clock: Clock;
  readonly #onTurn = () => this.#answer(OUTCOME_CODE.ok);
  #completed: (slot: Slot) => void = () => {};
  /** Two arrays take turns, and are never shortened: nothing is allocated per request. */
  #inFlight: Slot[] = [];
  #answering: Slot[] = [];
  #count = 0;
  #isClosed = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async open(completed: (slot: Slot) => void): Promise<void> {
    this.#completed = completed;
  }

  dispatch(slot: Slot): void {
    slot.sentNs = this.#clock.nowNs();
    this.#inFlight[this.#count] = slot;
    this.#count += 1;
    if (this.#count === 1) this.#clock.nextTurn(this.#onTurn);
  }

  flush(): void {}

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#answer(OUTCOME_CODE.aborted);
  }

  #answer(outcome: OutcomeCode): void {
    const answered = this.#inFlight;
    const count = this.#count;
    this.#inFlight = this.#answering;
    this.#answering = answered;
    this.#count = 0;
    for (let index = 0; index < count; index += 1) {
      const slot = answered[index] as Slot;
      slot.firstByteNs = this.#clock.nowNs();
      slot.doneNs = slot.firstByteNs;
      slot.outcome = this.#isClosed ? OUTCOME_CODE.aborted : outcome;
      this.#completed(slot);
    }
  }
}
