import type { PrometheusApi } from '../../clients/prometheus-api.ts';
import type { TimeSeries } from '../../contract/measurements.ts';
import { METRIC_DEFINITIONS } from '../../contract/metric-definitions.ts';
import type { ServerSeries } from '../../contract/server-evidence.ts';
import { promDuration, promqlOf, REPORT_LABELS } from './promql.ts';
import { SeriesTable } from './series-table.ts';

/** A load on Prometheus' clock, and which series are wanted. */
export interface PrometheusWindow {
  readonly startMs: number;
  readonly endMs: number;
  readonly scrapeIntervalMs: number;
  readonly models: readonly string[];
  readonly servers: readonly string[];
}

const NS_PER_MS = 1e6;
const MOST_STEPS = 1000;
/** Two samples make a rate; four survive a scrape that failed, as Grafana reckons too. */
const SCRAPES_PER_WINDOW = 4;

/** How finely a load can be told: a step is at least a scrape, a rate's window at least four. */
export function resolutionOf(
  window: Pick<PrometheusWindow, 'startMs' | 'endMs' | 'scrapeIntervalMs'>,
): {
  readonly stepMs: number;
  readonly windowMs: number;
} {
  const { startMs, endMs, scrapeIntervalMs } = window;
  const stepMs = Math.max(scrapeIntervalMs, Math.ceil((endMs - startMs) / MOST_STEPS));
  return { stepMs, windowMs: Math.max(SCRAPES_PER_WINDOW * scrapeIntervalMs, 2 * stepMs) };
}

/** Every metric definition over the load, by range queries; warnings go to `warn`. */
export async function prometheusSeries(
  api: PrometheusApi,
  window: PrometheusWindow,
  warn: (warning: string) => void,
): Promise<ServerSeries | undefined> {
  const { stepMs, windowMs } = resolutionOf(window);
  const frame = { ...window, window: promDuration(windowMs), by: REPORT_LABELS };
  const answers: { readonly metric: string; readonly series: TimeSeries }[] = [];
  for (const definition of METRIC_DEFINITIONS) {
    const { series, warnings } = await api.queryRange(promqlOf(definition, frame), {
      ...window,
      stepMs,
    });
    warnings.forEach(warn);
    answers.push(...series.map((one) => ({ metric: definition.id, series: one })));
  }
  const valueAt = answers.map(
    ({ series }) => new Map(series.values.map(({ atMs, value }) => [atMs, value])),
  );
  const table = new SeriesTable();
  for (const atMs of [...new Set(valueAt.flatMap((values) => [...values.keys()]))].sort(
    (a, b) => a - b,
  )) {
    // It answers in whole milliseconds, which may lie before a start between two of them.
    table.addTime(Math.max(0, atMs - window.startMs) * NS_PER_MS);
    answers.forEach(({ metric, series }, index) => {
      const value = valueAt[index]?.get(atMs);
      if (value !== undefined) table.add(metric, series.labels, value);
    });
  }
  return table.build('prometheus', windowMs * NS_PER_MS);
}
