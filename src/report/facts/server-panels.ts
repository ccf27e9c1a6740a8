import { type MetricDefinition, metricDefinition } from '../../contract/metric-definitions.ts';
import type { Point } from '../../contract/point.ts';
import { NS_PER_SECOND } from '../../contract/units.ts';
import { SERVER_ROWS } from '../dashboard/server-rows.ts';
import { bytes, exactRate, exactTime, rate, ratio, share, time } from '../render/quantity.ts';
import { measuredPhase } from './measured-phase.ts';
import { leftColumn, rightColumn, type Table } from './table.ts';

/** One line of the server's own numbers; `at` in seconds since the start of the load. */
interface ServerLine {
  readonly name: string;
  readonly samples: readonly { readonly at: number; readonly value: number | null }[];
}

/** What the server told of one thing over time, titled as in the live dashboard. */
export interface ServerPanelData {
  readonly title: string;
  readonly description: string;
  readonly unit: MetricDefinition['unit'];
  readonly lines: readonly ServerLine[];
}

const UNIT_WORDS: Readonly<Record<MetricDefinition['unit'], (value: number) => string>> = {
  ns: time,
  '1': ratio,
  '/s': rate,
  share,
  bytes,
  W: (value) => `${ratio(value)} W`,
  J: (value) => `${ratio(value)} J`,
};

/** A value of that unit in words. */
function inUnit(unit: MetricDefinition['unit'], value: number): string {
  return UNIT_WORDS[unit](value);
}

/** A mark on an axis of that unit: every digit of it, and no more. */
export function onAxis(unit: MetricDefinition['unit'], value: number): string {
  if (unit === 'ns') return exactTime(value);
  if (unit === '/s') return exactRate(value);
  const [number = '', ...words] = inUnit(unit, value).split(' ');
  const plain = number.includes('.') ? number.replace(/\.?0+$/, '') : number;
  return [plain, ...words].join(' ');
}

/** The panels that the server gave any number but 0 for, in the order of the live dashboard. */
export function serverPanels(point: Point): ServerPanelData[] {
  const panels = SERVER_ROWS.flatMap((row) => row.panels);
  return panels.flatMap(({ title, description, metrics }) => {
    const lines = metrics.flatMap((metric) => linesOf(point, metric, metrics.length > 1));
    if (lines.every(({ samples }) => samples.every(({ value }) => !value))) return [];
    return [{ title, description, unit: metricDefinition(metrics[0]).unit, lines }];
  });
}

function linesOf({ serverSeries }: Point, metric: string, isOneOfSeveral: boolean): ServerLine[] {
  const found = serverSeries?.series.filter((series) => series.metric === metric) ?? [];
  return found.map(({ labels, values }) => {
    const words = Object.values(labels);
    const title = isOneOfSeveral || words.length === 0 ? [metricDefinition(metric).title] : [];
    const samples = values.map((value, index) => ({
      at: (serverSeries?.atNs[index] ?? 0) / NS_PER_SECOND,
      value,
    }));
    return { name: [...title, ...words].join(' '), samples };
  });
}

/** Least, middle and greatest reading of the measured phase; null when the server told nothing. */
export function serverPanelsTable(point: Point): Table | null {
  const { startNs, durationNs } = measuredPhase(point);
  const [from, to] = [startNs / NS_PER_SECOND, (startNs + durationNs) / NS_PER_SECOND];
  const rows = serverPanels(point).flatMap(({ title, unit, lines }) =>
    lines.flatMap(({ name, samples }) => {
      const values = samples
        .filter(({ at }) => at >= from && at <= to + 1)
        .flatMap(({ value }) => value ?? [])
        .sort((a, b) => a - b);
      const words = spreadOf(values).map((value) => inUnit(unit, value));
      return values.length === 0 ? [] : [[name === title ? name : `${title}: ${name}`, ...words]];
    }),
  );
  if (rows.length === 0) return null;
  return {
    caption: 'What the server told over time',
    columns: [leftColumn(''), rightColumn('least'), rightColumn('median'), rightColumn('greatest')],
    rows,
    footnotes: [sourceWords(point)],
  };
}

function spreadOf(sorted: readonly number[]): number[] {
  const middle = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
  return [sorted[0] ?? 0, middle, sorted.at(-1) ?? 0];
}

function sourceWords({ serverSeries }: Point): string {
  const window = time(serverSeries?.windowNs ?? 0);
  return serverSeries?.source === 'prometheus'
    ? `Readings of the measured phase, by Prometheus: rates and means over ${window} each.`
    : `Readings of the measured phase, from the server’s metrics page: rates and means over about ${window} each.`;
}
