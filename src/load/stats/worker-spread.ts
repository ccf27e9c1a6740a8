import { noCounters } from '../../contract/accounting.ts';
import type { WorkerSpread } from '../../contract/point.ts';
import { rankOf, requestsNeeded } from './percentile-rank.ts';
import { type Population, populationsOf, quantileAt, sizeOf } from './population.ts';
import type { ShardReport } from './shard-report.ts';

/** What one worker measured, to lay beside the others. Its percentiles are never merged. */
export function workerSpread(report: ShardReport, timeoutNs: number): WorkerSpread {
  const measured = report.phases.at(-1);
  const response =
    measured && populationsOf(measured.counters, measured.histograms, timeoutNs).response;
  return {
    worker: report.shard,
    counters: measured?.counters ?? noCounters(),
    busyShare: Math.min(1, Math.max(0, report.health.busyShare)),
    p50ResponseNs: knownPercentile(response, 50),
    p99ResponseNs: knownPercentile(response, 99),
  };
}

/** Null when too few requests tell, or when the percentile never came back. */
function knownPercentile(population: Population | undefined, percent: number): number | null {
  if (!population) return null;
  const n = sizeOf(population);
  if (n < requestsNeeded(percent)) return null;
  const quantile = quantileAt(population, rankOf(percent, n));
  return quantile.known ? quantile.valueNs : null;
}
