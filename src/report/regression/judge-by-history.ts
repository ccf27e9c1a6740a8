import type { MetricVerdict } from '../../contract/comparison.ts';
import { holm } from './holm.ts';
import { beyondBandP, type NoiseBand, noiseBand } from './noise-band.ts';

const ALPHA = 0.05;

/** A metric of one run, beside the same metric of earlier ones. */
export interface MetricWithHistory {
  readonly better: 'lower' | 'higher';
  /** The change that matters, a share. */
  readonly limit: number;
  /** Above 0, as all of `earlier`. */
  readonly value: number;
  /** In no order. */
  readonly earlier: readonly number[];
}

export interface JudgedByHistory {
  /** inconclusive where there are too few earlier runs. */
  readonly verdict: MetricVerdict;
  readonly band: NoiseBand | null;
  /** Of "this run is one like the others", adjusted for the number of metrics; null without a band. */
  readonly adjustedP: number | null;
}

/**
 * One verdict for each metric of one run.
 * regressed, improved: beyond the band (Holm over all metrics that have one), beyond every earlier run (bursts
 *   are not normal, and have been seen), and from the band's middle beyond the limit.
 * no-change: wherever in the band the middle of such runs lies, this one is within the limit of it.
 */
export function judgeByHistory(metrics: readonly MetricWithHistory[]): JudgedByHistory[] {
  const bands = metrics.map(({ earlier }) => noiseBand(earlier));
  const known = metrics.flatMap((metric, nth) => (bands[nth] ? [metric] : []));
  const adjusted = holm(known.map(({ earlier, value }) => beyondBandP(earlier, value))).values();
  return metrics.map((metric, nth) => {
    const band = bands[nth] ?? null;
    if (band === null) return { verdict: 'inconclusive', band, adjustedP: null };
    const adjustedP = adjusted.next().value ?? 1;
    return { verdict: verdictOf(metric, band, adjustedP), band, adjustedP };
  });
}

function verdictOf(
  { better, limit, value, earlier }: MetricWithHistory,
  { center, low, high }: NoiseBand,
  adjustedP: number,
): MetricVerdict {
  const change = Math.log(value / center);
  const isBeyondAll = earlier.every((one) => (change > 0 ? one < value : one > value));
  if (adjustedP < ALPHA && isBeyondAll && Math.abs(change) > Math.log1p(limit)) {
    return change > 0 === (better === 'lower') ? 'regressed' : 'improved';
  }
  const farthest = Math.max(value / low, high / value);
  return farthest <= 1 + limit ? 'no-change' : 'inconclusive';
}
