import type { Difference, MetricComparison, PointComparison } from '../../contract/comparison.ts';
import { type Cell, leftColumn, rightColumn, type Table } from '../facts/table.ts';
import { count, margin, rate, share, time } from '../render/quantity.ts';
import { verdictCell } from './comparison-words.ts';

const NOTHING: Cell = { text: '–', tone: 'quiet' };

/** One load: A beside B, metric by metric. */
export function comparisonTable({ name, metrics }: PointComparison): Table {
  return {
    caption: name,
    columns: [
      leftColumn('metric'),
      rightColumn('A'),
      rightColumn('B'),
      rightColumn('change'),
      rightColumn('95 % interval'),
      rightColumn('limit'),
      leftColumn('verdict'),
    ],
    rows: metrics.map(metricRow),
    footnotes: [
      'Response time, unless it says service. A and B are geometric means over the runs.',
      ...metrics.flatMap(notesOf),
    ],
  };
}

/** What a comparison may be about. */
export function changesTable(changed: readonly Difference[]): Table {
  return {
    caption: 'Changed',
    columns: [leftColumn(''), leftColumn('A'), leftColumn('B')],
    rows: changed.map(({ field, a, b }) => [field, literal(a), literal(b)]),
  };
}

function literal(text: string): Cell {
  return { text, code: true };
}

function metricRow(metric: MetricComparison): Cell[] {
  const { id, a, b, ratio, interval, limit, verdict } = metric;
  return [
    id,
    valueCell(a, metric),
    valueCell(b, metric),
    ratio === null ? NOTHING : margin(ratio - 1),
    interval === null ? NOTHING : `${margin(interval.low - 1)} … ${margin(interval.high - 1)}`,
    limit === null ? '' : share(limit),
    verdict === null ? '' : verdictCell(verdict),
  ];
}

function valueCell(value: number | null, { unit }: MetricComparison): Cell {
  if (value === null) return NOTHING;
  switch (unit) {
    case 'ns':
      return time(value);
    case '/s':
      return rate(value);
    case 'share':
      return share(value);
  }
}

function notesOf({ id, reason, pairsNeeded, limit }: MetricComparison): string[] {
  const doubt = reason === null ? [] : [`${id}: ${reason}.`];
  if (pairsNeeded === null || limit === null) return doubt;
  return [...doubt, `${id}: about ${count(pairsNeeded)} pairs would tell ${share(limit)}.`];
}
