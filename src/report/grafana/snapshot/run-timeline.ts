import type { Point } from '../../../contract/point.ts';
import type { ResultDocument } from '../../../contract/result-document.ts';
import { NS_PER_MS, NS_PER_SECOND } from '../../../contract/units.ts';
import { epochMs } from '../../epoch-ms.ts';
import { type TimelineEntry, timeline } from '../../facts/timeline.ts';
import { type Sample, thin } from '../../render/chart/thin.ts';
import { htmlText } from '../../render/escape.ts';
import { type DataFrame, lineFrame, type Region } from './data-frame.ts';

const MS_PER_SECOND = 1000;

/** One load of the run on the clock of the wall. */
interface TimedPoint {
  readonly point: Point;
  readonly startMs: number;
  readonly entries: readonly TimelineEntry[];
}

/** All loads of a run one after the other on one axis of time. */
export interface RunTimeline {
  readonly fromMs: number;
  readonly toMs: number;
  /** Warm-up and measured phase of each load. */
  readonly regions: readonly Region[];
  /** `columns`: of each line at most twice as many samples are kept, the lowest and the highest. */
  thinned(columns: number): RunLines;
}

/** Lines through all loads, with a gap between one and the next. */
export interface RunLines {
  readonly regions: readonly Region[];
  line(name: string, numberOf: (entry: TimelineEntry) => number | null): DataFrame;
  /** From samples of each load's own, `at` in nanoseconds since its start. */
  lineOf(name: string, samplesOf: (point: Point) => readonly Sample[]): DataFrame;
}

/** Reads every histogram once, however often it is thinned. */
export function runTimeline(doc: ResultDocument): RunTimeline {
  const loads = timedPoints(doc);
  const regions = loads.flatMap(regionsOf);
  return {
    fromMs: Math.min(...loads.map(({ startMs }) => startMs), epochMs(doc.finishedAt)),
    toMs: Math.max(...loads.map(endMs), epochMs(doc.startedAt)),
    regions,
    thinned: (columns) => ({
      regions,
      line: (name, numberOf) =>
        lineFrame(
          name,
          joined(
            loads,
            ({ entries }) =>
              entries.map((entry) => ({
                at: entry.startSecond * NS_PER_SECOND,
                value: numberOf(entry),
              })),
            columns,
          ),
          MS_PER_SECOND,
        ),
      lineOf: (name, samplesOf) =>
        lineFrame(
          name,
          joined(loads, ({ point }) => samplesOf(point), columns),
          MS_PER_SECOND,
        ),
    }),
  };
}

/** Each load is thinned for itself, so that the gap behind it stays. */
function joined(
  loads: readonly TimedPoint[],
  samplesOf: (load: TimedPoint) => readonly Sample[],
  columns: number,
): Sample[] {
  const all = loads.map(samplesOf);
  const total = all.reduce((sum, { length }) => sum + length, 0);
  return loads.flatMap(({ startMs }, index) => {
    const own = all[index] ?? [];
    const share = own.length / Math.max(1, total);
    const kept = thin(own, Math.max(1, Math.floor(columns * share))).map(({ at, value }) => ({
      at: startMs + at / NS_PER_MS,
      value,
    }));
    const last = kept.at(-1);
    const isFollowed = last !== undefined && index < loads.length - 1;
    return isFollowed ? [...kept, { at: last.at + 1, value: null }] : kept;
  });
}

/**
 * A result of an older version does not say when its loads began: then they stand one right behind the
 * other, the first where the run began.
 */
function timedPoints({ points, startedAt }: ResultDocument): TimedPoint[] {
  let nextMs = epochMs(startedAt);
  return points.map((point) => {
    const startMs = point.startedAt === undefined ? nextMs : epochMs(point.startedAt);
    const timed = { point, startMs, entries: timeline(point) };
    nextMs = endMs(timed);
    return timed;
  });
}

function endMs({ startMs, entries }: TimedPoint): number {
  return startMs + (entries.at(-1)?.endSecond ?? 0) * MS_PER_SECOND;
}

function regionsOf({ point, startMs }: TimedPoint): Region[] {
  return point.phases
    .filter(({ durationNs }) => durationNs > 0)
    .map(({ name, startNs, durationNs }) => ({
      fromMs: startMs + startNs / NS_PER_MS,
      toMs: startMs + (startNs + durationNs) / NS_PER_MS,
      title: htmlText(`${name === 'warmup' ? 'warm-up' : 'measured'}: ${point.name}`),
    }));
}
