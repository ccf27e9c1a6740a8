import { sparkline } from '../../contract/sparkline.ts';
import { bandText, metricText } from '../compare/band-text.ts';
import { verdictCell } from '../compare/comparison-words.ts';
import { type Cell, leftColumn, rightColumn, type Table } from '../facts/table.ts';
import { count, share } from '../render/quantity.ts';
import { loadNotes } from './check-words.ts';
import type { LoadCheck, MetricCheck } from './history-check.ts';
import type { HeldMetric } from './run-against-history.ts';

const NOTHING: Cell = { text: '–', tone: 'quiet' };

/** One load of a series: where its newest run lies, and how its metrics went. */
export function checkTable(load: LoadCheck): Table {
  const { name, runs, newest, metrics } = load;
  return {
    caption: `${name}, ${count(runs.length)} ${runs.length === 1 ? 'run' : 'runs'}`,
    columns: [
      leftColumn('metric'),
      rightColumn('newest'),
      rightColumn('noise band'),
      rightColumn('limit'),
      leftColumn('newest run'),
      leftColumn('run by run, oldest first'),
    ],
    rows: metrics.map((metric) =>
      metricRow(
        metric,
        newest.held.metrics.find(({ id }) => id === metric.id),
      ),
    ),
    footnotes: loadNotes(load),
  };
}

function metricRow({ id, unit, limit, values }: MetricCheck, held: HeldMetric | undefined): Cell[] {
  const value = held?.value ?? null;
  return [
    id,
    value === null ? NOTHING : metricText(value, unit),
    held?.band ? bandText(held.band, unit) : NOTHING,
    share(limit),
    held ? verdictCell(held.verdict) : NOTHING,
    sparkline(values, id === 'throughput' ? 'lowest' : 'highest'),
  ];
}
