import type { Comparison, MetricComparison } from '../../contract/comparison.ts';
import { type Cell, leftColumn, type Table } from '../facts/table.ts';
import { margin } from '../render/quantity.ts';
import { signedVerdict } from './verdict-symbol.ts';

/** Several loads side by side: each judged metric with its verdict and its change. */
export function loadsTable({ points }: Comparison): Table {
  const judged = points.flatMap(({ metrics }) => metrics.filter(({ verdict }) => verdict !== null));
  const ids = [...new Set(judged.map(({ id }) => id))];
  return {
    caption: 'All loads',
    columns: [leftColumn('load'), ...ids.map(leftColumn)],
    rows: points.map(({ name, metrics }) => [
      name,
      ...ids.map((id) => changeCell(metrics.find((metric) => metric.id === id))),
    ]),
  };
}

function changeCell(metric: MetricComparison | undefined): Cell {
  if (!metric || metric.verdict === null) return { text: '–', tone: 'quiet' };
  const { text, tone } = signedVerdict(metric.verdict);
  const change = metric.ratio === null ? '' : `, ${margin(metric.ratio - 1)}`;
  return { text: `${text}${change}`, tone };
}
