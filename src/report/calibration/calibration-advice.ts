import type { Calibration } from '../../contract/calibration.ts';
import { MOST_PAIRS } from '../../contract/most-pairs.ts';
import type { Limits } from '../compare/limits.ts';
import { leastLimit, pairsFor } from '../regression/smallest-change.ts';
import { count, share } from '../render/quantity.ts';

/** Below it the sign-flip test cannot check the interval. */
const FEWEST_ADVISED = 6;

/** Pairs that tell of all limits, an even number so that the order stays balanced. */
export function advisedPairs({ metrics }: Calibration, limits: Limits): number {
  const needed = metrics.flatMap(({ id, spread }) => {
    const limit = limits[id];
    return limit === undefined ? [] : [pairsFor(spread, limit) ?? MOST_PAIRS];
  });
  const most = Math.max(FEWEST_ADVISED, ...needed);
  return Math.min(MOST_PAIRS, most + (most % 2));
}

/** Limits that so many pairs are too few for on this machine, a sentence each. */
export function tightLimits({ metrics }: Calibration, limits: Limits, pairs: number): string[] {
  return metrics.flatMap(({ id, spread }) => {
    const limit = limits[id];
    if (limit === undefined || leastLimit(spread, pairs) <= limit) return [];
    const needed = pairsFor(spread, limit);
    const more =
      needed === null
        ? `not even ${MOST_PAIRS} pairs tell ${share(limit)}`
        : `${share(limit)} takes ${count(needed)} pairs`;
    return [
      `${id}: as this machine was calibrated, ${count(pairs)} pairs tell no change below ${share(leastLimit(spread, pairs))}; ${more}.`,
    ];
  });
}
