import { assertNever } from '../../../contract/never.ts';
import type { GateMetric } from '../../../contract/slo.ts';
import { countText } from '../count-text.ts';
import { durationText } from '../duration-text.ts';
import { rankOf, requestsNeeded } from '../percentile-rank.ts';
import { censoredOf, type Population, quantileAt, sizeOf, upperBoundNs } from '../population.ts';

export type LatencyMetric = Extract<GateMetric, { clock: unknown }>;

/** `ns` is infinite when requests that never came back decide; `missing` says why there is none. */
export type LatencyStatistic =
  | { readonly ns: number; readonly reason: string | null }
  | { readonly missing: string };

/** The number a latency gate asks for, of a population where unanswered requests are infinite. */
export function latencyStatistic(metric: LatencyMetric, population: Population): LatencyStatistic {
  if (population.histogram.count === 0) return { missing: 'no request was answered' };
  switch (metric.kind) {
    case 'percentile':
      return percentile(metric.percent, population);
    case 'mean':
      return unlessCensored(population, population.histogram.meanNs ?? 0);
    case 'max':
      return unlessCensored(population, population.histogram.maxNs ?? 0);
    default:
      return assertNever(metric);
  }
}

function percentile(percent: number, population: Population): LatencyStatistic {
  const n = sizeOf(population);
  const needs = requestsNeeded(percent);
  if (n < needs)
    return {
      missing: `p${percent} needs ${countText(needs)} requests, there were ${countText(n)}`,
    };
  const rank = rankOf(percent, n);
  const quantile = quantileAt(population, rank);
  if (quantile.known) return { ns: quantile.valueNs, reason: null };
  const reason = `above ${durationText(quantile.aboveNs)}: ${countText(censoredOf(population))} of ${countText(n)} requests failed or never came back`;
  return { ns: upperBoundNs(population, rank), reason };
}

function unlessCensored(population: Population, ns: number): LatencyStatistic {
  const censored = censoredOf(population);
  if (censored === 0) return { ns, reason: null };
  return {
    ns: Number.POSITIVE_INFINITY,
    reason: `${countText(censored)} requests never came back`,
  };
}
