import type { Gate } from '../contract/slo.ts';
import { requestsNeeded } from './stats/percentile-rank.ts';

/** As long as asked for, and longer where the percentiles of the gates need more requests than come by then. */
export function probeDurationMs(
  ratePerSecond: number,
  gates: readonly Gate[],
  askedMs: number,
): number {
  const needed = gates.map(({ metric }) =>
    metric.kind === 'percentile' ? requestsNeeded(metric.percent) : 0,
  );
  return Math.max(askedMs, Math.ceil((Math.max(0, ...needed) / ratePerSecond) * 1000));
}
