import type { Interval, Phase } from '../../contract/point.ts';
import { NS_PER_SECOND } from '../../contract/units.ts';
import { addEncoded } from './histogram-codec.ts';
import { LatencyHistogram } from './latency-histogram.ts';

/** The answers of one second: how many, and how many of them within each of some values. */
export interface SecondCount {
  readonly count: number;
  readonly within: readonly number[];
}

/** Rows of a phase, those of the drain after it included. A row that straddles its start is not. */
function rowsOf(intervals: readonly Interval[], { startNs }: Phase): readonly Interval[] {
  return intervals.filter(({ second }) => second * NS_PER_SECOND >= startNs);
}

/** Rows that lie in a phase from their first to their last moment. */
export function wholeRowsOf(intervals: readonly Interval[], phase: Phase): readonly Interval[] {
  const endNs = phase.startNs + phase.durationNs;
  const seconds = secondsPerRow(intervals);
  return rowsOf(intervals, phase).filter(
    ({ second }) => (second + seconds) * NS_PER_SECOND <= endNs,
  );
}

/** Rows of a long load span several seconds each. */
function secondsPerRow(intervals: readonly Interval[]): number {
  const [first, second] = intervals;
  return first && second ? second.second - first.second : 1;
}

/**
 * The seconds of a phase, each with its number of answers within each of `thresholdsNs`. Answers
 * that came in the drain belong to its last second. One histogram is decoded at a time,
 * into the same memory: an hour holds 3,600.
 */
export function secondCounts(
  intervals: readonly Interval[],
  phase: Phase,
  clock: 'response' | 'service',
  thresholdsNs: readonly number[],
): SecondCount[] {
  const endNs = phase.startNs + phase.durationNs;
  const counts: SecondCount[] = [];
  const histogram = new LatencyHistogram();
  for (const row of rowsOf(intervals, phase)) {
    histogram.reset();
    addEncoded(histogram, row[clock]);
    const within = thresholdsNs.map((thresholdNs) => histogram.countAtOrBelow(thresholdNs));
    const second = { count: histogram.count, within };
    const last = counts.at(-1);
    if (last && row.second * NS_PER_SECOND >= endNs) counts[counts.length - 1] = add(last, second);
    else counts.push(second);
  }
  return counts;
}

function add(a: SecondCount, b: SecondCount): SecondCount {
  return {
    count: a.count + b.count,
    within: a.within.map((within, i) => within + (b.within[i] ?? 0)),
  };
}
