import type { LatencySummary, Percentile } from '../../contract/point.ts';
import { rankOf, requestsNeeded } from './percentile-rank.ts';
import { censoredOf, type Population, quantileAt, sizeOf } from './population.ts';
import { rankHalfWidth, type SecondShare } from './rank-interval.ts';
import type { SecondCount } from './second-counts.ts';

/** Below this many seconds with requests above it, a percentile is said to be decided by them. */
const FEW_SECONDS = 10;

export interface SummaryOptions {
  readonly percents: readonly number[];
  /** Counts, second by second, of answers within each of the values; none: intervals are binomial. */
  readonly secondsWithin: (valuesNs: readonly number[]) => readonly SecondCount[];
  readonly distorted: (percent: number) => boolean;
}

/** What is printed of one latency: only what this many requests and seconds can tell. */
export function summarise(population: Population, options: SummaryOptions): LatencySummary {
  const { histogram } = population;
  const values = options.percents.map((percent) => {
    const quantile = quantileAt(population, rankOf(percent, sizeOf(population)));
    return quantile.known ? quantile.valueNs : 0;
  });
  const seconds = options.secondsWithin(values);
  return {
    count: histogram.count,
    censored: censoredOf(population),
    meanNs: histogram.meanNs,
    minNs: histogram.minNs,
    maxNs: histogram.maxNs,
    percentiles: options.percents.map((percent, i) => {
      const shares = seconds.map(({ count, within }) => ({ count, within: within[i] ?? 0 }));
      return percentileOf(population, percent, shares, options.distorted);
    }),
  };
}

function percentileOf(
  population: Population,
  percent: number,
  seconds: readonly SecondShare[],
  distorted: (percent: number) => boolean,
): Percentile {
  const n = sizeOf(population);
  const needs = requestsNeeded(percent);
  if (n < needs) return { state: 'too-few', percent, needs };
  const quantile = quantileAt(population, rankOf(percent, n));
  if (!quantile.known) return { state: 'beyond', percent, aboveNs: quantile.aboveNs };
  const deciding = seconds.filter(({ count, within }) => within < count).length;
  return {
    state: 'measured',
    percent,
    valueNs: quantile.valueNs,
    ...intervalOf(population, percent / 100, seconds),
    distorted: distorted(percent),
    decidedBySeconds: isDecidedByFew(deciding, seconds.length) ? deciding : null,
  };
}

/** In a run of a few seconds all of them decide, and to say so would say nothing. */
function isDecidedByFew(deciding: number, seconds: number): boolean {
  return deciding > 0 && deciding < Math.min(FEW_SECONDS, seconds);
}

/** The values at the ranks X ± s; open above when that rank is past the last known request. */
function intervalOf(
  population: Population,
  share: number,
  seconds: readonly SecondShare[],
): { lowNs: number; highNs: number | null } {
  const n = sizeOf(population);
  const halfWidth = rankHalfWidth(share, n, seconds);
  const low = quantileAt(population, Math.max(1, Math.floor((share - halfWidth) * n)));
  const high = quantileAt(population, Math.floor((share + halfWidth) * n) + 1);
  return {
    lowNs: low.known ? low.lowNs : low.aboveNs,
    highNs: high.known ? high.valueNs : null,
  };
}
