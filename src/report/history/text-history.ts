import { sparkline } from '../../contract/sparkline.ts';
import { type Cell, leftColumn, rightColumn, type Table } from '../facts/table.ts';
import { count, rate, time } from '../render/quantity.ts';
import type { RenderOptions } from '../render/renderer.ts';
import { textTable } from '../render/text/text-table.ts';
import { clockNote } from './check-words.ts';
import type { RunOfSeries, SeriesSummary } from './history-summary.ts';

/** Every series with its loads and metrics, a row each; a bar of the sparkline is a run. */
export function textHistory(series: readonly SeriesSummary[], options: RenderOptions): string {
  if (series.length === 0) return 'There is no entry in this history yet.\n';
  // A name that was cut in two could not be copied.
  const look = { ...options, width: Number.POSITIVE_INFINITY };
  return `${series.map((one) => textTable(seriesTable(one), look)).join('\n\n')}\n`;
}

function seriesTable({ series, loads, entries, older, outOfTime }: SeriesSummary): Table {
  const notShown = older > 0 ? [`${count(older)} older were not looked at; --last shows more`] : [];
  return {
    caption: `${series}: ${count(entries + older)} ${entries + older === 1 ? 'entry' : 'entries'}`,
    columns: [
      leftColumn('load'),
      leftColumn('metric'),
      rightColumn('newest'),
      leftColumn('when (UTC)'),
      leftColumn('verdict'),
      leftColumn('run by run, oldest first'),
    ],
    rows: loads.flatMap(({ name, runs }) => loadRows(name, runs)),
    footnotes: [...notShown, ...outOfTime.map(clockNote)],
  };
}

function loadRows(name: string, runs: readonly RunOfSeries[]): Cell[][] {
  const newest = runs.at(-1);
  if (!newest) return [];
  const when = newest.startedAt.slice(0, 16).replace('T', ' ');
  return Object.keys(newest.metrics).map((metric, index) => {
    const values = runs.map(({ metrics }) => metrics[metric] ?? null);
    const about = index === 0 ? [name, when, verdictOf(newest)] : ['', '', ''];
    const [load = '', at = '', verdict = ''] = about;
    return [load, metric, shown(metric, values.at(-1) ?? null), at, verdict, bars(metric, values)];
  });
}

function shown(metric: string, value: number | null): string {
  if (value === null) return '–';
  return metric === 'throughput' ? rate(value) : time(value);
}

function bars(metric: string, values: readonly (number | null)[]): string {
  return sparkline(values, metric === 'throughput' ? 'lowest' : 'highest');
}

function verdictOf({ verdict, status }: RunOfSeries): string {
  return status === 'complete' ? verdict : `${verdict}, ${status}`;
}
