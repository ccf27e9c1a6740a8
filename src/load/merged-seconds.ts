import type { Interval } from '../contract/point.ts';
import { addShards } from './stats/add-intervals.ts';
import { addDetails, type SecondDetail } from './stats/second-detail.ts';

/**
 * Puts the seconds of several shards together while the load runs: a second is handed on, in order,
 * when every shard that still runs has told it.
 */
export class MergedSeconds {
  readonly #running: Set<number>;
  readonly #onInterval: (interval: Interval, detail: SecondDetail) => void;
  readonly #told = new Map<number, { row: Interval; detail: SecondDetail; by: Set<number> }>();

  constructor(shards: number, onInterval: (interval: Interval, detail: SecondDetail) => void) {
    this.#running = new Set(Array.from({ length: shards }, (_, shard) => shard));
    this.#onInterval = onInterval;
  }

  add(shard: number, row: Interval, detail: SecondDetail): void {
    const { second } = row;
    const told = this.#told.get(second);
    if (told) {
      told.row = addShards(told.row, row);
      told.detail = addDetails(told.detail, detail);
      told.by.add(shard);
    } else {
      this.#told.set(second, { row, detail, by: new Set([shard]) });
    }
    this.#handOn();
  }

  shardOver(shard: number): void {
    this.#running.delete(shard);
    this.#handOn();
  }

  #handOn(): void {
    const seconds = [...this.#told].sort(([a], [b]) => a - b);
    for (const [second, { row, detail, by }] of seconds) {
      for (const shard of this.#running) if (!by.has(shard)) return;
      this.#told.delete(second);
      this.#onInterval(row, detail);
    }
  }
}
