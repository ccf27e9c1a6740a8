import type { MetricComparison, PointComparison } from '../../../contract/comparison.ts';
import type { ComparisonDocument } from '../../../contract/comparison-document.ts';
import { type Cell, leftColumn, rightColumn, type Table } from '../../facts/table.ts';
import { columns } from '../../render/html/columns.ts';
import { figure } from '../../render/html/figure.ts';
import { count, margin } from '../../render/quantity.ts';
import { pairRatiosChart } from '../chart/pair-ratios-chart.ts';
import { type PairRatio, pairRatios } from '../pair-ratios.ts';

/** For each judged metric what every pair says of it: whether they agree, and whether it drifts. */
export function pairFigures(
  document: ComparisonDocument,
  { name, metrics }: PointComparison,
  scope: string,
): string {
  const judged = metrics.filter(({ limit }) => limit !== null);
  return columns(
    judged.flatMap((metric) => {
      const ratios = pairRatios(document, name, metric.id);
      const chart = pairRatiosChart(
        metric,
        ratios,
        `pairs-${metric.id.replace(/\W/g, '-')}${scope}`,
      );
      return chart === '' ? [] : [metricFigure(metric, ratios, chart)];
    }),
  );
}

function metricFigure(metric: MetricComparison, ratios: readonly PairRatio[], chart: string) {
  const has = (order: 'AB' | 'BA') =>
    ratios.some(({ pair }) => pair.judged && pair.order === order);
  const legend = [
    ...(has('AB') ? [{ name: 'a-first', text: 'A first' }] : []),
    ...(has('BA') ? [{ name: 'b-first', text: 'B first' }] : []),
    ...(ratios.some(({ pair }) => !pair.judged) ? [{ name: 'cross', text: 'not judged' }] : []),
    ...(metric.interval ? [{ name: 'band', text: 'mean, 95 % interval' }] : []),
    { name: 'limit', text: 'limit' },
  ];
  return figure(`${metric.id}, change from A to B`, chart, legend, '', ratiosTable(ratios));
}

function ratiosTable(ratios: readonly PairRatio[]): Table {
  return {
    caption: 'Change in each pair',
    columns: [leftColumn('pair'), leftColumn('first'), rightColumn('change'), leftColumn('judged')],
    rows: ratios.map(({ number, pair, ratio }): Cell[] => [
      count(number),
      pair.order === 'AB' ? 'A' : 'B',
      ratio === null ? { text: '–', tone: 'quiet' } : margin(ratio - 1),
      pair.judged ? 'yes' : 'no',
    ]),
  };
}
