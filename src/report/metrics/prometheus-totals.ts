import type { PrometheusApi } from '../../clients/prometheus-api.ts';
import type { TimeSeries } from '../../contract/measurements.ts';
import { METRIC_DEFINITIONS, metricsOf } from '../../contract/metric-definitions.ts';
import { type PageReading, pagesAround, pagesOfSamples } from './pages-of-samples.ts';
import type { PrometheusWindow } from './prometheus-series.ts';
import { rawSamplesQuery } from './promql.ts';

/** Ranges are open on one side in Prometheus 3 and closed in 2: never rely on their edges. */
const PAD_SCRAPES = 2;

/** Families of a model's counters, each once. */
const COUNTERS = [
  ...new Map(
    METRIC_DEFINITIONS.filter(({ source }) => source.kind !== 'gauge')
      .flatMap(metricsOf)
      .filter(({ scope }) => scope === 'model')
      .map((metric) => [metric.name, metric]),
  ).values(),
];

/**
 * The pages that Prometheus scraped of one server from the last before the load to the newest: totals
 * from them are exact, where `increase()` would extrapolate. null when they do not reach from before
 * the load to after it.
 */
export async function scrapedPages(
  api: PrometheusApi,
  window: PrometheusWindow,
): Promise<readonly PageReading[] | null> {
  const padMs = PAD_SCRAPES * window.scrapeIntervalMs;
  const untilMs = Math.max(window.endMs, await api.nowMs()) + padMs;
  const rangeMs = untilMs - window.startMs + padMs;
  const samples = async (metric: Parameters<typeof rawSamplesQuery>[0]) =>
    (await api.query(rawSamplesQuery(metric, window, rangeMs), untilMs)).series;
  const series: TimeSeries[] = [];
  for (const counter of COUNTERS) series.push(...(await samples(counter)));
  const up = await samples({ name: 'up', scope: 'host' });
  return pagesAround(pagesOfSamples(series, up), window.startMs, window.endMs);
}
