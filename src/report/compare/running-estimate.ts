import type { Comparison, MetricComparison } from '../../contract/comparison.ts';
import { margin } from '../render/quantity.ts';

/** What the pairs so far say of the judged metrics, in one line: "p50 +1.2 % (−0.5 % … +2.9 %) · p99 …". */
export function runningEstimate({ points }: Comparison): string {
  const isOne = points.length === 1;
  return points
    .map(({ name, metrics }) => {
      const judged = metrics.filter(({ limit }) => limit !== null).map(estimate);
      return `${isOne ? '' : `${name}: `}${judged.join(' · ')}`;
    })
    .join('; ');
}

function estimate({ id, ratio, interval }: MetricComparison): string {
  if (ratio === null) return `${id} –`;
  const range = interval && ` (${margin(interval.low - 1)} … ${margin(interval.high - 1)})`;
  return `${id} ${margin(ratio - 1)}${range ?? ''}`;
}
