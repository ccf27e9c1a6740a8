import { CELL_COUNT, cellOf, highestNsOf, lowestNsOf, middleNsOf } from './hdr-layout.ts';

/**
 * Counts of latencies in nanoseconds, within 3 significant digits. `record` is on the hot path: it
 * allocates nothing. Every answer is read from the cells, so a decoded copy answers alike.
 * A cell counts up to 2^32 − 1.
 */
export class LatencyHistogram {
  readonly cells = new Uint32Array(CELL_COUNT);
  count = 0;

  record(valueNs: number): void {
    const cell = cellOf(valueNs);
    this.cells[cell] = (this.cells[cell] as number) + 1;
    this.count += 1;
  }

  /** Adds the counts of another histogram; associative and commutative. */
  add(other: LatencyHistogram): void {
    for (let cell = 0; cell < CELL_COUNT; cell += 1) {
      const count = other.cells[cell] as number;
      if (count !== 0) this.addToCell(cell, count);
    }
  }

  /** Adds many at once. Throws a RangeError for what the layout cannot hold. */
  addToCell(cell: number, count: number): void {
    const sum = (this.cells[cell] ?? Number.NaN) + count;
    if (!(sum < 2 ** 32)) throw new RangeError(`cell ${cell} cannot hold ${sum}`);
    this.cells[cell] = sum;
    this.count += count;
  }

  reset(): void {
    this.cells.fill(0);
    this.count = 0;
  }

  /**
   * The `rank`-th smallest value (1 is the smallest), as the largest value of its cell. A rank
   * below 1 reads the smallest, one above `count` the largest; undefined when nothing was recorded.
   */
  valueAtRank(rank: number): number | undefined {
    if (this.count === 0) return undefined;
    const wanted = Math.min(Math.max(rank, 1), this.count);
    let seen = 0;
    let cell = -1;
    while (seen < wanted) {
      cell += 1;
      seen += this.cells[cell] as number;
    }
    return highestNsOf(cell);
  }

  /** How many values lie in the cell of `valueNs` or below it. */
  countAtOrBelow(valueNs: number): number {
    const last = cellOf(valueNs);
    let seen = 0;
    for (let cell = 0; cell <= last; cell += 1) seen += this.cells[cell] as number;
    return seen;
  }

  get meanNs(): number | null {
    if (this.count === 0) return null;
    let sum = 0;
    for (const [cell, count] of this.nonEmpty()) sum += middleNsOf(cell) * count;
    return sum / this.count;
  }

  get minNs(): number | null {
    for (const [cell] of this.nonEmpty()) return lowestNsOf(cell);
    return null;
  }

  get maxNs(): number | null {
    return this.valueAtRank(this.count) ?? null;
  }

  /** Cells that hold something with their counts, upwards. */
  *nonEmpty(): Generator<[cell: number, count: number]> {
    for (let cell = 0; cell < CELL_COUNT; cell += 1) {
      const count = this.cells[cell] as number;
      if (count !== 0) yield [cell, count];
    }
  }
}
