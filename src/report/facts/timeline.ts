import type { Interval, PhaseName, Point } from '../../contract/point.ts';
import { NS_PER_SECOND } from '../../contract/units.ts';
import { readHistogram } from './histogram.ts';
import { measuredPhase } from './measured-phase.ts';

/** One interval of the load as charts and their tables need it. */
export interface TimelineEntry {
  readonly startSecond: number;
  readonly endSecond: number;
  readonly phase: PhaseName | 'drain';
  readonly duePerSecond: number;
  readonly servedPerSecond: number;
  /** Failed and timed out. */
  readonly badPerSecond: number;
  readonly stallNs: number;
  /** Response time of the answers of this interval; null where too few came for the percentile. */
  readonly p50Ns: number | null;
  readonly p90Ns: number | null;
  readonly p99Ns: number | null;
  readonly maxNs: number | null;
  /** Answers by response time, `BINS_PER_DECADE` bins a decade; see `HistogramView.bins`. */
  readonly bins: ReadonlyMap<number, number>;
}

/** Fine enough to see two modes 20 % apart, coarse enough for a row of pixels each. */
export const BINS_PER_DECADE = 16;

/** A percentile with fewer requests than these is decided by chance: 10/(1 − share). */
const NEEDED = { p50: 20, p90: 100, p99: 1000 } as const;

/** Thousands of histograms are read for an hour: once for all formats and charts of a document. */
const READ = new WeakMap<Point, readonly TimelineEntry[]>();

/** The seconds of a run in order. Long runs hold merged intervals: each reaches to the next. */
export function timeline(point: Point): readonly TimelineEntry[] {
  const entries = READ.get(point) ?? readTimeline(point);
  READ.set(point, entries);
  return entries;
}

function readTimeline(point: Point): readonly TimelineEntry[] {
  const { startNs, durationNs } = measuredPhase(point);
  const lastDueSecond = (startNs + durationNs) / NS_PER_SECOND;
  const intervals = [...point.intervals].sort((a, b) => a.second - b.second);
  return intervals.map((interval, index) => {
    const next = intervals[index + 1]?.second ?? interval.second + lastWidth(intervals);
    const phase = interval.second < lastDueSecond ? interval.phase : 'drain';
    return entry(interval, phase, Math.max(1, next - interval.second));
  });
}

/** How much the last interval holds is not written down: as much as the one before it. */
function lastWidth(intervals: readonly Interval[]): number {
  const last = intervals.at(-1);
  const previous = intervals.at(-2);
  return last && previous ? last.second - previous.second : 1;
}

function entry(interval: Interval, phase: TimelineEntry['phase'], seconds: number): TimelineEntry {
  const histogram = readHistogram(interval.response);
  const at = (percent: number, needed: number) =>
    histogram.total < needed ? null : histogram.valueNs(percent);
  return {
    startSecond: interval.second,
    endSecond: interval.second + seconds,
    phase,
    duePerSecond: interval.due / seconds,
    servedPerSecond: interval.completed / seconds,
    badPerSecond: (interval.failed + interval.timedOut) / seconds,
    stallNs: interval.stallNs,
    p50Ns: at(50, NEEDED.p50),
    p90Ns: at(90, NEEDED.p90),
    p99Ns: at(99, NEEDED.p99),
    maxNs: histogram.total === 0 ? null : histogram.maxNs,
    bins: histogram.bins(BINS_PER_DECADE),
  };
}
