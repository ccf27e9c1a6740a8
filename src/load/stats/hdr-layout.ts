/**
 * Which counter a value belongs to, in HdrHistogram's index order (lowest discernible value 1, three
 * significant digits: 2,048 cells of width 1, then 1,024 cells for every further power of two).
 * Formula: org.HdrHistogram.AbstractHistogram#countsArrayIndex, without 64-bit integers.
 */

export const SIGNIFICANT_DIGITS = 3;
/** 2^47 − 1 ns, 39 hours; a value above it is counted in the last cell. */
export const HIGHEST_NS = 2 ** 47 - 1;
export const CELL_COUNT = 38 * 1024;

const LAST_CELL = CELL_COUNT - 1;
/** Of each 1,024 cells, and of those after the last: where it ends. `**` would cost more than all the rest. */
const WIDTHS_NS = Array.from({ length: CELL_COUNT / 1024 + 1 }, (_, row) =>
  row < 2 ? 1 : 2 ** (row - 1),
);
const INT_LIMIT = 2 ** 31;
const HIGH_BITS = 21;
const PER_HIGH_BITS = 2 ** -HIGH_BITS;

/** Value in ns → cell. Fractions are cut off, negative values are 0, NaN is the last cell. */
export function cellOf(valueNs: number): number {
  if (valueNs < INT_LIMIT) {
    const value = valueNs > 0 ? valueNs | 0 : 0;
    const shift = 21 - Math.clz32(value | 2047);
    return (shift << 10) + (value >>> shift);
  }
  if (!(valueNs <= HIGHEST_NS)) return LAST_CELL;
  // The low 21 bits are below the resolution of every cell up here.
  const high = (valueNs * PER_HIGH_BITS) | 0;
  const shift = 21 - Math.clz32(high);
  return ((shift + HIGH_BITS) << 10) + (high >>> shift);
}

/** Smallest value of a cell. */
export function lowestNsOf(cell: number): number {
  return cell < 2048 ? cell : ((cell & 1023) + 1024) * widthNsOf(cell);
}

/** Largest whole value of a cell. */
export function highestNsOf(cell: number): number {
  return lowestNsOf(cell) + widthNsOf(cell) - 1;
}

/** Number of whole values that share a cell. */
function widthNsOf(cell: number): number {
  return WIDTHS_NS[cell >> 10] as number;
}

/** The value that stands for a cell in sums: its middle. */
export function middleNsOf(cell: number): number {
  return lowestNsOf(cell) + Math.floor(widthNsOf(cell) / 2);
}
