import type { Comparison, MetricComparison } from '../../contract/comparison.ts';
import { pairsNeededWords } from '../compare/pairs-needed-words.ts';
import { margin } from '../render/quantity.ts';

/** A metric and the load it is of. */
export interface Change {
  readonly load: string;
  readonly metric: MetricComparison;
}

const GRAVEST_FIRST = ['regressed', 'invalid', 'inconclusive', 'improved', 'no-change'] as const;

/** All judged metrics, the gravest verdict first, and inside of it the largest change. */
export function judgedChanges({ points }: Comparison): Change[] {
  return points
    .flatMap(({ name, metrics }) => metrics.map((metric) => ({ load: name, metric })))
    .filter(({ metric }) => metric.verdict !== null)
    .sort((a, b) => gravity(a) - gravity(b) || sizeOf(b) - sizeOf(a));
}

/** The change that a comparison is about. */
export function worstChange(comparison: Comparison): Change | undefined {
  return judgedChanges(comparison)[0];
}

function gravity({ metric: { verdict } }: Change): number {
  return verdict === null ? GRAVEST_FIRST.length : GRAVEST_FIRST.indexOf(verdict);
}

/** Of a change for the worse and one for the better of the same size none is larger. */
function sizeOf({ metric: { ratio } }: Change): number {
  return ratio === null ? 0 : Math.abs(Math.log(ratio));
}

/** "p99 +14.2 % (95 %: +8.1 % … +20.6 %) at 200/s" */
export function changeWords({ load, metric }: Change, isOneOfMany: boolean): string {
  const { id, ratio, interval, reason } = metric;
  const where = isOneOfMany ? ` at ${load}` : '';
  if (ratio === null) return `${id}${where}: ${reason ?? 'no value'}`;
  return `${id} ${changeWithInterval({ ratio, interval })}${where}${needed(metric)}`;
}

/** "+14.2 % (95 %: +8.1 % … +20.6 %)" */
export function changeWithInterval({
  ratio,
  interval,
}: {
  readonly ratio: number;
  readonly interval: MetricComparison['interval'];
}): string {
  const change = margin(ratio - 1);
  if (interval === null) return change;
  return `${change} (95 %: ${margin(interval.low - 1)} … ${margin(interval.high - 1)})`;
}

function needed({ verdict, pairsNeeded, limit }: MetricComparison): string {
  if (verdict !== 'inconclusive' || pairsNeeded === null || limit === null) return '';
  return `; ${pairsNeededWords(pairsNeeded, limit)}`;
}
