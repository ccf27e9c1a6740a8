import { SMALLEST_EFFECT } from '../../contract/change-limit.ts';
import { MOST_PAIRS } from '../../contract/most-pairs.ts';
import { studentTQuantile } from '../../contract/student-t.ts';

const TWO_SIDED_95 = 0.975;
const POWER = 0.8;
const FEWEST_PAIRS = 2;

/** Standard deviation of ln(B/A) from pair to pair, back from the 95 % interval of the ratio. */
export function spreadOf(
  { low, high }: { readonly low: number; readonly high: number },
  pairs: number,
): number {
  const half = Math.log(high / low) / 2;
  return (half * Math.sqrt(pairs)) / studentTQuantile(TWO_SIDED_95, pairs - 1);
}

/**
 * The change, a share, that so many pairs find with a power of 80 %: the interval then lies beyond 2 %.
 * exp(ln 1.02 + (t₀.₉₇₅ + t₀.₈)·s/√n) − 1 with n − 1 degrees of freedom.
 */
export function smallestChange(spread: number, pairs: number): number {
  return Math.expm1(Math.log1p(SMALLEST_EFFECT) + reach(spread, pairs));
}

/** The least limit, a share, that so many pairs can call "no change" where nothing changed: exp(t₀.₉₇₅·s/√n) − 1. */
export function leastLimit(spread: number, pairs: number): number {
  const half = studentTQuantile(TWO_SIDED_95, pairs - 1) * (spread / Math.sqrt(pairs));
  return Math.expm1(half);
}

/**
 * The fewest pairs that say "no change" of a limit four times in five where nothing changed:
 * (t₀.₉₇₅ + t₀.₈)·s/√n ≤ ln(1 + limit). Null: more than can be measured.
 */
export function pairsFor(spread: number, limit: number): number | null {
  for (let pairs = FEWEST_PAIRS; pairs <= MOST_PAIRS; pairs += 1) {
    if (reach(spread, pairs) <= Math.log1p(limit)) return pairs;
  }
  return null;
}

function reach(spread: number, pairs: number): number {
  const quantiles = studentTQuantile(TWO_SIDED_95, pairs - 1) + studentTQuantile(POWER, pairs - 1);
  return quantiles * (spread / Math.sqrt(pairs));
}
