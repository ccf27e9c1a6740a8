import { type CounterDeltas, counterDeltas } from './counter-deltas.ts';
import type { Counters } from './counters.ts';

/**
 * What counters did over any number of readings, one after the other. Between two readings a restart
 * hides when more was counted after it than before; the more readings, the less.
 */
export class CounterTally {
  #last: Counters;
  readonly #totals = new Map<string, number>();
  #restarted = false;

  constructor(first: Counters) {
    this.#last = first;
  }

  add(reading: Counters): void {
    const { totals, restarted } = counterDeltas(this.#last, reading);
    for (const [name, total] of totals) {
      this.#totals.set(name, (this.#totals.get(name) ?? 0) + total);
    }
    this.#restarted ||= restarted;
    this.#last = reading;
  }

  deltas(): CounterDeltas {
    return { totals: new Map(this.#totals), restarted: this.#restarted };
  }
}
