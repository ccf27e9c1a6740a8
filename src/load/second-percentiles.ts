import type { Interval } from '../contract/point.ts';
import { NS_PER_MS } from '../contract/units.ts';
import { decodeHistogram } from './stats/histogram-codec.ts';
import { rankOf } from './stats/percentile-rank.ts';

/** Response times of one second's answers; null when there was none. For a live line, not a result. */
export interface SecondPercentiles {
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
}

export function secondPercentiles({ response }: Interval): SecondPercentiles {
  const histogram = decodeHistogram(response);
  const percentileMs = (percent: number) => {
    const ns = histogram.valueAtRank(rankOf(percent, histogram.count));
    return ns === undefined ? null : ns / NS_PER_MS;
  };
  return { p50Ms: percentileMs(50), p99Ms: percentileMs(99) };
}
