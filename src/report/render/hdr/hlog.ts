import type { Interval, Point } from '../../../contract/point.ts';
import type { ResultDocument } from '../../../contract/result-document.ts';
import { NS_PER_MS } from '../../../contract/units.ts';
import { epochMs } from '../../epoch-ms.ts';
import { readHistogram } from '../../facts/histogram.ts';
import { documentNotices } from '../../facts/verdict-words.ts';
import { isoTime } from '../../iso-time.ts';
import { logTag, terminalText } from '../escape.ts';

const MS_PER_SECOND = 1000;

/**
 * The seconds of every point after its warm-up, as an HDR histogram log. Times are seconds since the
 * start of the first load; values are nanoseconds, the maximum of a line is in milliseconds.
 * Source: org.HdrHistogram.HistogramLogWriter, format version 1.3.
 */
export function hlog(doc: ResultDocument): string {
  const startMs = Math.min(...[doc, ...doc.points].map((one) => startOf(one, doc)));
  const startSeconds = (startMs / MS_PER_SECOND).toFixed(3);
  const names = doc.points.map(({ name }, index) => nameAmong(doc.points, name, index));
  return [
    '#[Histogram log format version 1.3]',
    `#[StartTime: ${startSeconds} (seconds since epoch), ${isoTime(startMs)}]`,
    `#[BaseTime: ${startSeconds} (seconds since epoch)]`,
    ...documentNotices(doc).map((notice) => `#[${terminalText(notice)}]`),
    '"StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"',
    ...doc.points.flatMap((point, index) => {
      const offsetSeconds = (startOf(point, doc) - startMs) / MS_PER_SECOND;
      return lines(point, names[index] ?? '', offsetSeconds);
    }),
    '',
  ].join('\n');
}

/** Milliseconds since 1970; early results do not say when each load began. */
function startOf({ startedAt }: Pick<Point, 'startedAt'>, doc: ResultDocument): number {
  return epochMs(startedAt ?? doc.startedAt);
}

/** Readers that know no tags see lines without one: the response times, where there is one point. */
function nameAmong(points: readonly Point[], name: string, index: number): string {
  if (points.length === 1) return '';
  const isTwin = points.some((other, at) => at !== index && other.name === name);
  return isTwin ? `${name}_${index + 1}` : name;
}

function lines(point: Point, name: string, offsetSeconds: number): string[] {
  const intervals = [...point.intervals].sort((a, b) => a.second - b.second);
  const service = name === '' ? 'service' : `${name}.service`;
  return intervals.flatMap((interval, index) => {
    if (interval.phase === 'warmup') return [];
    const times = [offsetSeconds + interval.second, lengthSeconds(intervals, index)] as const;
    return [line(name, times, interval.response), line(service, times, interval.service)];
  });
}

/** Long runs hold merged intervals: each reaches to the next, and the last is as long as the one before. */
function lengthSeconds(intervals: readonly Interval[], index: number): number {
  const [from, to] = index + 1 < intervals.length ? [index, index + 1] : [index - 1, index];
  const [earlier, later] = [intervals[from], intervals[to]];
  return earlier && later ? later.second - earlier.second : 1;
}

function line(
  tag: string,
  [startSeconds, seconds]: readonly [number, number],
  encoded: string,
): string {
  const maxMs = readHistogram(encoded).maxNs / NS_PER_MS;
  const fields = [startSeconds, seconds, maxMs].map((value) => value.toFixed(3));
  return [...(tag === '' ? [] : [`Tag=${logTag(tag)}`]), ...fields, encoded].join(',');
}
