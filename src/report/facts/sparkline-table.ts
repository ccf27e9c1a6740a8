import { extreme, sparkline } from '../../contract/sparkline.ts';
import { rate, time } from '../render/quantity.ts';
import { type Cell, leftColumn, rightColumn, type Table } from './table.ts';
import type { TimelineEntry } from './timeline.ts';

/** One second shows no course. */
const FEWEST_SECONDS = 3;

interface Row {
  readonly title: string;
  readonly keep: 'highest' | 'lowest';
  readonly words: (value: number) => string;
  numberOf(entry: TimelineEntry): number | null;
}

const ROWS: readonly Row[] = [
  { title: 'due', keep: 'highest', words: rate, numberOf: ({ duePerSecond }) => duePerSecond },
  {
    title: 'served',
    keep: 'lowest',
    words: rate,
    numberOf: ({ servedPerSecond }) => servedPerSecond,
  },
  {
    ...{ title: 'failed or timed out', keep: 'highest', words: rate },
    numberOf: ({ badPerSecond }) => badPerSecond || null,
  },
  { title: 'p50', keep: 'highest', words: time, numberOf: ({ p50Ns }) => p50Ns },
  { title: 'p90', keep: 'highest', words: time, numberOf: ({ p90Ns }) => p90Ns },
  { title: 'p99', keep: 'highest', words: time, numberOf: ({ p99Ns }) => p99Ns },
  { title: 'slowest', keep: 'highest', words: time, numberOf: ({ maxNs }) => maxNs },
];

/** How the measured phase went, a small chart of characters a row; null when it was too short. */
export function sparklineTable(entries: readonly TimelineEntry[]): Table | null {
  const measured = entries.filter(({ phase }) => phase === 'measured');
  if (measured.length < FEWEST_SECONDS) return null;
  return {
    caption: 'Over time',
    columns: [
      leftColumn(''),
      leftColumn('measured phase'),
      rightColumn('least'),
      rightColumn('most'),
    ],
    rows: ROWS.flatMap((row) => rowOf(row, measured)),
    footnotes: [
      'Each bar is the highest of its seconds (of “served” the lowest), from 0 up; · is a second with too few answers.',
    ],
  };
}

function rowOf({ title, keep, words, numberOf }: Row, entries: readonly TimelineEntry[]): Cell[][] {
  const values = entries.map(numberOf);
  const least = extreme(values, 'lowest');
  const most = extreme(values, 'highest');
  if (least === null || most === null) return [];
  return [[title, sparkline(values, keep), words(least), words(most)]];
}
