import type { Interval } from '../../contract/point.ts';
import { addInTime } from './add-intervals.ts';

/** Most rows that a result holds; longer loads have rows of 2, 4, 8 … seconds. */
export const MAX_INTERVALS = 3600;

/**
 * The seconds of a load in bounded memory. When full, every new second merges one pair of old rows,
 * so that no second of the load has to pay for merging them all.
 */
export class IntervalSeries {
  readonly #rows: Interval[] = [];
  readonly #limit: number;
  #next = 0;
  #width = 2;

  constructor(limit = MAX_INTERVALS) {
    this.#limit = limit;
  }

  add(row: Interval): void {
    this.#rows.push(row);
    while (this.#rows.length > this.#limit) this.#mergeOnce();
  }

  rows(): readonly Interval[] {
    return coarsen(this.#rows, widthFor(this.#rows, this.#limit));
  }

  #mergeOnce(): void {
    const row = this.#rows[this.#next];
    const following = this.#rows[this.#next + 1];
    if (!row || !following) {
      this.#next = 0;
      this.#width *= 2;
    } else if (groupOf(row, this.#width) === groupOf(following, this.#width)) {
      this.#rows.splice(this.#next, 2, addInTime(row, following));
    } else {
      this.#next += 1;
    }
  }
}

/** Smallest power of two of seconds a row that keeps the rows within `limit`. */
export function widthFor(rows: readonly Interval[], limit: number): number {
  const seconds = rows.reduce((last, row) => Math.max(last, row.second), -1) + 1;
  let width = 1;
  while (Math.ceil(seconds / width) > limit) width *= 2;
  return width;
}

/** Rows of `width` seconds each, in order. Widths are powers of two, so that coarser rows nest. */
export function coarsen(rows: readonly Interval[], width: number): readonly Interval[] {
  if (width === 1) return rows;
  const groups = new Map<number, Interval>();
  for (const row of rows) {
    const group = groupOf(row, width);
    const before = groups.get(group);
    groups.set(group, before ? addInTime(before, row) : row);
  }
  return [...groups.values()];
}

function groupOf(row: Interval, width: number): number {
  return Math.floor(row.second / width);
}
