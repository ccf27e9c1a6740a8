import type { Comparison, MetricComparison } from '../../contract/comparison.ts';
import { type Cell, leftColumn, rightColumn, type Table } from '../facts/table.ts';
import { count, rate, share, time } from '../render/quantity.ts';
import { verdictWithSymbol } from './headline.ts';
import { type Change, changeWithInterval, judgedChanges } from './worst-change.ts';

/** A comment is read on a telephone too; the report has them all. */
const MOST_ROWS = 10;

/** The judged metrics, the gravest first, ten at most. */
export function changesAtAGlance(comparison: Comparison): Table {
  const changes = judgedChanges(comparison);
  const isOneOfMany = comparison.points.length > 1;
  const left = changes.length - MOST_ROWS;
  return {
    caption: 'Changes',
    columns: [
      ...(isOneOfMany ? [leftColumn('load')] : []),
      leftColumn('metric'),
      rightColumn('A'),
      rightColumn('B'),
      rightColumn('change'),
      rightColumn('limit'),
      leftColumn('verdict'),
    ],
    rows: changes
      .slice(0, MOST_ROWS)
      .map((change) => [...(isOneOfMany ? [change.load] : []), ...row(change)]),
    footnotes: left > 0 ? [`${count(left)} more below and in the report.`] : [],
  };
}

function row({ metric }: Change): Cell[] {
  const { id, a, b, ratio, interval, limit, verdict, reason } = metric;
  return [
    id,
    inItsUnit(a, metric),
    inItsUnit(b, metric),
    ratio === null ? '–' : changeWithInterval({ ratio, interval }),
    limit === null ? '' : share(limit),
    verdict === null ? '' : verdictWithSymbol(verdict) + (reason === null ? '' : `: ${reason}`),
  ];
}

function inItsUnit(value: number | null, { unit }: MetricComparison): string {
  if (value === null) return '–';
  if (unit === 'ns') return time(value);
  return unit === '/s' ? rate(value) : share(value);
}
