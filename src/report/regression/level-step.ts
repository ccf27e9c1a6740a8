import { studentTUpperTail } from '../../contract/student-t.ts';

/** Two neighbouring stretches of a series beside each other. */
export interface LevelStep {
  readonly before: number;
  readonly after: number;
  /** The larger of |after/before − 1| and |before/after − 1|: +25 % and −20 % are as far apart. */
  readonly magnitude: number;
  /** Two-sided, of Student's t-test with one variance for both. */
  readonly p: number;
}

/**
 * What a variance is divided by: all values, as Otava does, which makes p a little too small, or one less,
 * as is right for a t-test.
 */
export type VarianceBy = 'n' | 'n-1';

/** Levels of two stretches, each of one value or more. */
export function levelStep(
  left: readonly number[],
  right: readonly number[],
  by: VarianceBy,
): LevelStep {
  const [before, after] = [meanOf(left), meanOf(right)];
  const magnitude = Math.max(relative(after, before), relative(before, after));
  return { before, after, magnitude, p: pOf(left, right, after - before, by) };
}

function pOf(
  left: readonly number[],
  right: readonly number[],
  difference: number,
  by: VarianceBy,
): number {
  const freedom = left.length + right.length - 2;
  if (freedom < 1 || difference === 0) return 1;
  const squares = weighted(left, by) + weighted(right, by);
  if (squares === 0) return 0;
  const error = Math.sqrt((squares / freedom) * (1 / left.length + 1 / right.length));
  return 2 * studentTUpperTail(Math.abs(difference) / error, freedom);
}

/** (n − 1)·variance. */
function weighted(values: readonly number[], by: VarianceBy): number {
  const mean = meanOf(values);
  const squares = values.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  return by === 'n' ? (squares * (values.length - 1)) / values.length : squares;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, one) => sum + one, 0) / values.length;
}

function relative(value: number, to: number): number {
  return to === 0 ? 0 : Math.abs(value / to - 1);
}
