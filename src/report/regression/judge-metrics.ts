import { SMALLEST_EFFECT } from '../../contract/change-limit.ts';
import type { MetricVerdict } from '../../contract/comparison.ts';
import { holm } from './holm.ts';
import { beyondMarginP, type PairedEffect } from './paired-effect.ts';
import { signFlipP } from './sign-flip.ts';

const ALPHA = 0.05;
/** With five pairs the smallest p of the sign-flip test is 0.0625. */
const FEWEST_PAIRS_TO_FLIP = 6;

/** A metric that can fail the comparison. */
export interface GatingMetric {
  readonly id: string;
  readonly better: 'lower' | 'higher';
  /** δ: the change that matters, a share. */
  readonly limit: number;
  readonly effect: PairedEffect;
}

export interface JudgedMetric {
  readonly id: string;
  readonly verdict: MetricVerdict;
  /** Of "nothing changed" (paired t), adjusted for the number of gating metrics. */
  readonly adjustedP: number;
  /** Null below six pairs: it could not come out small, whatever happened. */
  readonly signFlipP: number | null;
  /** About how many pairs it would take to tell a change of the limit; null when it was told, or nobody can say. */
  readonly pairsNeeded: number | null;
}

/**
 * One verdict for each metric.
 * regressed, improved: there is a change (Holm over all metrics given), by more than the smallest effect (the
 *   whole 95 % interval) and by more than the limit (the estimate), and the sign-flip test does not contradict.
 * no-change: the whole interval lies within the limit.
 */
export function judgeMetrics(metrics: readonly GatingMetric[]): JudgedMetric[] {
  const adjusted = holm(metrics.map(({ effect }) => beyondMarginP(effect, 0)));
  return metrics.map((metric, index) => judge(metric, adjusted[index] ?? 1));
}

function judge({ id, better, limit, effect }: GatingMetric, adjustedP: number): JudgedMetric {
  const { logRatios, pairs } = effect;
  const flipP = pairs >= FEWEST_PAIRS_TO_FLIP ? signFlipP(logRatios) : null;
  const said = { id, adjustedP, signFlipP: flipP, pairsNeeded: null };
  const mean = Math.log(effect.ratio);
  const isChange = adjustedP < ALPHA && (flipP === null || flipP <= ALPHA);
  const isLarge = beyondMarginP(effect, SMALLEST_EFFECT) < ALPHA;
  if (isChange && isLarge && Math.abs(mean) > Math.log1p(limit)) {
    const isWorse = better === 'lower' ? mean > 0 : mean < 0;
    return { ...said, verdict: isWorse ? 'regressed' : 'improved' };
  }
  if (isWithin(effect, limit)) return { ...said, verdict: 'no-change' };
  return { ...said, verdict: 'inconclusive', pairsNeeded: pairsNeeded(effect, limit) };
}

function isWithin({ interval }: PairedEffect, limit: number): boolean {
  if (interval === null) return false;
  return interval.low >= 1 / (1 + limit) && interval.high <= 1 + limit;
}

/** n·(half width ÷ δ)², on the scale of logarithms; always more than there are. */
function pairsNeeded({ interval, pairs }: PairedEffect, limit: number): number | null {
  if (interval === null) return null;
  const half = Math.log(interval.high / interval.low) / 2;
  return Math.max(pairs + 1, Math.ceil(pairs * (half / Math.log1p(limit)) ** 2));
}
