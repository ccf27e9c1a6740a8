/**
 * Ranks and sample sizes of percentiles in whole numbers: in doubles 10/(1 − 0.9) is a little over
 * 100, and a run of exactly 100 requests would be refused its p90.
 */

const WHOLE = 100_000_000n;
const PARTS_PER_PERCENT = 1_000_000;
/** How many requests have to lie above a percentile before it is printed. */
const MIN_ABOVE = 10n;

/** A percent in (0, 100) as parts of WHOLE, to six decimals. */
function partsOf(percent: number): bigint {
  const parts = BigInt(Math.round(percent * PARTS_PER_PERCENT));
  return parts < WHOLE ? parts : WHOLE - 1n;
}

function divideUp(dividend: bigint, divisor: bigint): number {
  return Number((dividend + divisor - 1n) / divisor);
}

/** ⌈X·n⌉: which of n requests, from the fastest, is the percentile. 0 when n is 0. */
export function rankOf(percent: number, n: number): number {
  return divideUp(partsOf(percent) * BigInt(n), WHOLE);
}

/** ⌈10/(1 − X)⌉: p99 needs 1,000, p99.9 10,000. */
export function requestsNeeded(percent: number): number {
  return divideUp(MIN_ABOVE * WHOLE, WHOLE - partsOf(percent));
}
