import { rate, time } from '../render/quantity.ts';
import { rightColumn, type Table } from './table.ts';
import type { TimelineEntry } from './timeline.ts';

/** A table of more rows than this helps nobody; result.json has every second. */
const MOST_ROWS = 180;

/** The numbers behind the charts over time; null for long runs. */
export function timelineTable(entries: readonly TimelineEntry[]): Table | null {
  if (entries.length === 0 || entries.length > MOST_ROWS) return null;
  return {
    caption: 'Second by second',
    columns: [
      rightColumn('second'),
      rightColumn('phase'),
      rightColumn('due'),
      rightColumn('served'),
      rightColumn('failed or timed out'),
      rightColumn('p50'),
      rightColumn('p90'),
      rightColumn('p99'),
      rightColumn('max'),
    ],
    rows: entries.map((entry) => [
      String(entry.startSecond),
      entry.phase === 'warmup' ? 'warm-up' : entry.phase,
      rate(entry.duePerSecond),
      rate(entry.servedPerSecond),
      rate(entry.badPerSecond),
      timeOrDash(entry.p50Ns),
      timeOrDash(entry.p90Ns),
      timeOrDash(entry.p99Ns),
      timeOrDash(entry.maxNs),
    ]),
  };
}

function timeOrDash(ns: number | null): string {
  return ns === null ? '–' : time(ns);
}
