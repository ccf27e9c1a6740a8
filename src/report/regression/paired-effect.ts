import { studentTQuantile, studentTUpperTail } from '../../contract/student-t.ts';

const TWO_SIDED_95 = 0.975;

/** What the pairs say of one metric: B divided by A. */
export interface PairedEffect {
  readonly pairs: number;
  /** exp of the mean log ratio: the geometric mean of B/A. */
  readonly ratio: number;
  /** Ends of the 95 % interval of `ratio`; null for a single pair, which has no spread. */
  readonly interval: { readonly low: number; readonly high: number } | null;
  /** Of the mean log ratio; null for a single pair. */
  readonly standardError: number | null;
  readonly logRatios: readonly number[];
}

/**
 * Geometric mean of the ratios with its paired t-interval: mean ± t₀.₉₇₅(n−1)·sd/√n of ln(B/A).
 * @param pairs one or more, both values above 0
 */
export function pairedEffect(
  pairs: readonly { readonly a: number; readonly b: number }[],
): PairedEffect {
  const logRatios = pairs.map(({ a, b }) => Math.log(b / a));
  const count = logRatios.length;
  const mean = logRatios.reduce((sum, one) => sum + one, 0) / count;
  const ratio = Math.exp(mean);
  if (count < 2) return { pairs: count, ratio, interval: null, standardError: null, logRatios };
  const squares = logRatios.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  const standardError = Math.sqrt(squares / (count - 1) / count);
  const half = studentTQuantile(TWO_SIDED_95, count - 1) * standardError;
  const interval = { low: Math.exp(mean - half), high: Math.exp(mean + half) };
  return { pairs: count, ratio, interval, standardError, logRatios };
}

/**
 * Two-sided p of "B/A is within [1/(1+margin), 1+margin]": below 0.05 exactly when the 95 % interval lies
 * outside of it on one side. Without spread the answer is 0 or 1.
 * @param margin share, 0 or more
 */
export function beyondMarginP(effect: PairedEffect, margin: number): number {
  const { standardError, pairs, ratio } = effect;
  if (standardError === null) return 1;
  const excess = Math.abs(Math.log(ratio)) - Math.log1p(margin);
  if (excess <= 0) return 1;
  if (standardError === 0) return 0;
  return Math.min(1, 2 * studentTUpperTail(excess / standardError, pairs - 1));
}
