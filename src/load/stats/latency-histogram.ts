import { CELL_COUNT, cellOf, highestNsOf, lowestNsOf, middleNsOf } from './hdr-layout.ts';

/**
 * Counts of latencies in nanoseconds, within 3 significant digits. `record` is on the hot path: it
 * allocates nothing. Every answer is read from the cells, so a decoded copy answers alike.
 * A cell counts up to 2^32 − 1.
 */
export class LatencyHistogram {
  readonly cells = new Uint32Array(CELL_COUNT);
  count = 0;
  /** The filled cells lie in [firstCell, lastCell]: most of the array is never looked at. */
  firstCell = CELL_COUNT;
  lastCell = -1;

  record(valueNs: number): void {
    const cell = cellOf(valueNs);
    this.cells[cell] = (this.cells[cell] as number) + 1;
    this.count += 1;
    if (cell < this.firstCell) this.firstCell = cell;
    if (cell > this.lastCell) this.lastCell = cell;
  }

  /** Adds the counts of another histogram; associative and commutative. */
  add(other: LatencyHistogram): void {
    for (const [cell, count] of other.nonEmpty()) this.addToCell(cell, count);
  }

  /** Adds many at once. Throws a RangeError for what the layout cannot hold. */
  addToCell(cell: number, count: number): void {
    const sum = (this.cells[cell] ?? Number.NaN) + count;
    if (!(sum < 2 ** 32)) throw new RangeError(`cell ${cell} cannot hold ${sum}`);
    this.cells[cell] = sum;
    this.count += count;
    this.firstCell = Math.min(this.firstCell, cell);
    this.lastCell = Math.max(this.lastCell, cell);
  }

  reset(): void {
    if (this.count > 0) this.cells.fill(0, this.firstCell, this.lastCell + 1);
    this.count = 0;
    this.firstCell = CELL_COUNT;
    this.lastCell = -1;
  }

  /**
   * The `rank`-th smallest value (1 is the smallest), as the largest value of its cell. A rank
   * below 1 reads the smallest, one above `count` the largest; undefined when nothing was recorded.
   */
  valueAtRank(rank: number): number | undefined {
    if (this.count === 0) return undefined;
    const wanted = Math.min(Math.max(rank, 1), this.count);
    let seen = 0;
    let cell = this.firstCell - 1;
    while (seen < wanted) {
      cell += 1;
      seen += this.cells[cell] as number;
    }
    return highestNsOf(cell);
  }

  /** How many values lie in the cell of `valueNs` or below it. */
  countAtOrBelow(valueNs: number): number {
    const last = Math.min(cellOf(valueNs), this.lastCell);
    let seen = 0;
    for (let cell = this.firstCell; cell <= last; cell += 1) seen += this.cells[cell] as number;
    return seen;
  }

  get meanNs(): number | null {
    if (this.count === 0) return null;
    let sum = 0;
    for (const [cell, count] of this.nonEmpty()) sum += middleNsOf(cell) * count;
    return sum / this.count;
  }

  get minNs(): number | null {
    return this.count === 0 ? null : lowestNsOf(this.firstCell);
  }

  get maxNs(): number | null {
    return this.count === 0 ? null : highestNsOf(this.lastCell);
  }

  /** Cells that hold something with their counts, upwards. */
  *nonEmpty(): Generator<[cell: number, count: number]> {
    for (let cell = this.firstCell; cell <= this.lastCell; cell += 1) {
      const count = this.cells[cell] as number;
      if (count !== 0) yield [cell, count];
    }
  }
}
