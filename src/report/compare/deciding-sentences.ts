import type { Comparison, ComparisonVerdict, MetricComparison } from '../../contract/comparison.ts';
import { count, margin, share } from '../render/quantity.ts';
import { bandText } from './band-text.ts';

/** More of them would hide what follows; the tables have all. */
const MOST_NAMED = 6;

/** A metric of a load that can fail the comparison. */
export interface JudgedMetricOfLoad {
  /** "qps=200, p50"; the load is left out where there is only one. */
  readonly title: string;
  readonly load: string;
  readonly metric: MetricComparison;
}

/** Every metric with a verdict, load by load. */
export function judgedMetrics({ points }: Comparison): JudgedMetricOfLoad[] {
  return points.flatMap(({ name, metrics }) =>
    metrics
      .filter(({ verdict }) => verdict !== null)
      .map((metric) => ({
        title: points.length === 1 ? metric.id : `${name}, ${metric.id}`,
        load: name,
        metric,
      })),
  );
}

/** "+10.2 % (95 % interval +7 % … +13 %), limit 5 %" */
export function changeInWords(metric: MetricComparison): string {
  const { ratio, limit } = metric;
  const change = ratio === null ? 'no ratio' : margin(ratio - 1);
  return `${change} (${spreadInWords(metric)})${limit === null ? '' : `, limit ${share(limit)}`}`;
}

function spreadInWords({ interval, band, unit }: MetricComparison): string {
  if (band) return `noise band of ${count(band.runs)} earlier runs ${bandText(band, unit)}`;
  if (interval === null) return 'no interval';
  return `95 % interval ${margin(interval.low - 1)} … ${margin(interval.high - 1)}`;
}

/** What a verdict rests on, metric by metric; none where nothing stands out. */
export function decidingSentences(comparison: Comparison): string[] {
  const { verdict } = comparison;
  if (!isTold(verdict)) return [];
  const found = judgedMetrics(comparison).filter(({ metric }) => metric.verdict === verdict);
  const named = found.slice(0, MOST_NAMED).map(({ title, metric }) => {
    const why = verdict === 'invalid' ? metric.reason : changeInWords(metric);
    return why === null ? [] : [`${title}: ${why}.`];
  });
  const left = found.length - MOST_NAMED;
  const others = left > 0 ? [`${count(left)} more: see the tables.`] : [];
  return [...named.flat(), ...others];
}

/** What could not be told has a section of its own, and what did not change needs no reason. */
function isTold(verdict: ComparisonVerdict): boolean {
  return verdict === 'regressed' || verdict === 'improved' || verdict === 'invalid';
}
