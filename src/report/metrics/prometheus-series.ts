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

/** What range queries found, and how long of the load, between its first and its last number, they told nothing. */
interface ToldSeries {
  readonly series: ServerSeries | undefined;
  readonly gapMs: number;
  /** See `SeriesTable.leftOutWords`. */
  readonly leftOut: string;
}

/** Every metric definition over the load, by range queries; warnings go to `warn`. */
export async function prometheusSeries(
  api: PrometheusApi,
  window: PrometheusWindow,
  warn: (warning: string) => void,
): Promise<ToldSeries> {
  const { stepMs, windowMs } = resolutionOf(window);
  const frame = { ...window, window: promDuration(windowMs), by: REPORT_LABELS };
  const answers: Answer[] = [];
  for (const definition of METRIC_DEFINITIONS) {
    const { series, warnings } = await api.queryRange(promqlOf(definition, frame), {
      ...window,
      stepMs,
    });
    warnings.forEach(warn);
    answers.push(...series.map((one) => answerOf(definition.id, one, window)));
  }
  const times = [...new Set(answers.flatMap(({ valueAt }) => [...valueAt.keys()]))];
  times.sort((a, b) => a - b);
  const table = new SeriesTable();
  let gapMs = 0;
  let lastMs = times[0] ?? 0;
  for (const atMs of times) {
    const missing = Math.round((atMs - lastMs) / stepMs) - 1;
    if (missing > 0) {
      gapMs += missing * stepMs;
      // An empty place, so that no line is drawn over what nobody knows.
      table.addTime(Math.max(0, lastMs + stepMs - window.startMs) * NS_PER_MS);
    }
    lastMs = atMs;
    // It answers in whole milliseconds, which may lie before a start between two of them.
    table.addTime(Math.max(0, atMs - window.startMs) * NS_PER_MS);
    for (const { metric, labels, valueAt } of answers) {
      const value = valueAt.get(atMs);
      if (value !== undefined) table.add(metric, labels, value);
    }
  }
  const series = table.build('prometheus', windowMs * NS_PER_MS);
  return { series, gapMs, leftOut: table.leftOutWords };
}

interface Answer {
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly valueAt: ReadonlyMap<number, number>;
}

/** What lies outside of the load was not asked for. */
function answerOf(
  metric: string,
  { labels, values }: TimeSeries,
  { startMs, endMs }: PrometheusWindow,
): Answer {
  const asked = values.filter(({ atMs }) => atMs >= startMs - 1 && atMs <= endMs + 1);
  return { metric, labels, valueAt: new Map(asked.map(({ atMs, value }) => [atMs, value])) };
}
