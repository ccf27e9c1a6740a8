import type { Comparison, MetricComparison, PointComparison } from '../../contract/comparison.ts';
import type { ResultDocument } from '../../contract/result-document.ts';
import type { HistoryEntry } from '../history/history-entry.ts';
import {
  type AgainstHistoryOptions,
  type HeldLoad,
  type HeldMetric,
  type HeldRun,
  runAgainstHistory,
} from '../history/run-against-history.ts';
import { gravestVerdict } from './gravest-verdict.ts';

/**
 * A comparison of one pair with what a history says of B: where there are enough earlier runs, these give the
 * verdict that a single pair cannot. What was invalid stays so. Several pairs tell by themselves.
 * @param results those that were compared
 */
export function compareWithHistory(
  comparison: Comparison,
  results: readonly ResultDocument[],
  entries: readonly HistoryEntry[],
  options: AgainstHistoryOptions,
): Comparison {
  const [, b, ...others] = results;
  if (!b || others.length > 0) return comparison;
  const held = runAgainstHistory(b, entries, options);
  const points = comparison.points.map((point) => {
    const load = loadOf(point, comparison, held);
    return load ? withLoad(point, load) : point;
  });
  return { ...comparison, points, verdict: gravestVerdict(points) };
}

/** Where each side has one load, the two may be named differently. */
function loadOf({ name }: PointComparison, { points }: Comparison, { loads }: HeldRun) {
  const [only] = points.length === 1 && loads.length === 1 ? loads : [];
  return loads.find((one) => one.name === name) ?? only;
}

function withLoad(
  point: PointComparison,
  { earlier, unlike, differences, metrics }: HeldLoad,
): PointComparison {
  return {
    ...point,
    history: { earlier, unlike, differences: [...differences] },
    metrics: point.metrics.map((metric) => {
      const held = metrics.find(({ id }) => id === metric.id);
      return held ? withBand(metric, held) : metric;
    }),
  };
}

function withBand(
  metric: MetricComparison,
  { band, verdict, adjustedP }: HeldMetric,
): MetricComparison {
  if (band === null || metric.verdict === 'invalid') return metric;
  return { ...metric, band: { ...band }, verdict, adjustedP };
}
