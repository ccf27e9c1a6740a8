import type { PrometheusApi } from '../../clients/prometheus-api.ts';
import type { TimeSeries } from '../../contract/measurements.ts';
import { matcher, rawSamplesQuery } from './promql.ts';

/** Where Prometheus keeps the numbers of the server that was loaded. */
export interface ServerInPrometheus {
  /** Matchers of its series; none: several servers tell of the model, and none is known to be ours. */
  readonly servers: readonly string[];
  readonly scrapeIntervalMs: number;
  readonly lastSampleMs: number;
  /** It told the same twice in a row at last: all that was sent to it is worked off. */
  readonly isSettled: boolean;
}

/** A counter that every server has for a model that it serves. */
const WITNESS = { name: 'nv_inference_request_success', scope: 'model' } as const;
const LOOK_BACK_MS = 300_000;
/** Prometheus' own default is 1 minute; most configurations, its example among them, have 15 s. */
const UNKNOWN_INTERVAL_MS = 15_000;

/**
 * Finds the server by a counter of the model that it serves, and by its page's address where several
 * serve it. null when Prometheus knows none.
 * @param metricsUrl the page as we reach it; Prometheus may reach it by another address
 */
export async function findServer(
  api: PrometheusApi,
  model: { readonly modelName: string; readonly metricsUrl: string | undefined },
  atMs: number,
): Promise<ServerInPrometheus | null> {
  const models = [matcher('model', model.modelName)];
  const query = rawSamplesQuery(WITNESS, { models, servers: [] }, LOOK_BACK_MS);
  const { series } = await api.query(query, atMs);
  const places = new Map(series.map((one) => [placeOf(one), one]));
  const [only] = places.keys();
  if (only === undefined) return null;
  const place = places.size === 1 ? only : await placeByUrl(api, model.metricsUrl, places);
  const told = series.filter((one) => place === null || placeOf(one) === place);
  return {
    servers: place === null ? [] : matchersOf(places.get(place)),
    scrapeIntervalMs: medianSpacingMs(told),
    lastSampleMs: Math.max(...told.map(({ values }) => values.at(-1)?.atMs ?? 0)),
    isSettled: told.every(({ values }) => values.at(-1)?.value === values.at(-2)?.value),
  };
}

/** Whether Prometheus had read the server's page by then. */
export async function wasScrapedBy(
  api: PrometheusApi,
  frame: Parameters<typeof rawSamplesQuery>[1],
  atMs: number,
): Promise<boolean> {
  const query = rawSamplesQuery(WITNESS, frame, LOOK_BACK_MS);
  return (await api.query(query, atMs)).series.length > 0;
}

/** Whether a range query tells of the server at that moment; some hide their newest samples from it. */
export async function isShownAt(
  api: PrometheusApi,
  { models, servers }: Parameters<typeof rawSamplesQuery>[1],
  atMs: number,
): Promise<boolean> {
  const query = `${WITNESS.name}{${[...servers, ...models].join(',')}}`;
  const { series } = await api.queryRange(query, { startMs: atMs, endMs: atMs, stepMs: 1000 });
  return series.length > 0;
}

async function placeByUrl(
  api: PrometheusApi,
  metricsUrl: string | undefined,
  places: ReadonlyMap<string, TimeSeries>,
): Promise<string | null> {
  const targets = await api.targets();
  const ours = targets.find(({ scrapeUrl }) => scrapeUrl === metricsUrl);
  const place = ours && placeOf(ours);
  return place !== undefined && places.has(place) ? place : null;
}

function placeOf({ labels }: Pick<TimeSeries, 'labels'>): string {
  return JSON.stringify([labels.job, labels.instance]);
}

function matchersOf(series: TimeSeries | undefined): string[] {
  return ['job', 'instance'].flatMap((label) => {
    const value = series?.labels[label];
    return value === undefined ? [] : [matcher(label, value)];
  });
}

function medianSpacingMs(series: readonly TimeSeries[]): number {
  const [longest] = [...series].sort((a, b) => b.values.length - a.values.length);
  const times = longest?.values.map(({ atMs }) => atMs) ?? [];
  const spacings = times.slice(1).map((atMs, index) => atMs - (times[index] ?? atMs));
  spacings.sort((a, b) => a - b);
  return spacings[Math.floor(spacings.length / 2)] ?? UNKNOWN_INTERVAL_MS;
}
