import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PrometheusApi } from '../../src/clients/prometheus-api.ts';
import {
  METRIC_DEFINITIONS,
  type MetricDefinition,
} from '../../src/contract/metric-definitions.ts';
import { indexPage, valuesBetween } from '../../src/report/metrics/metric-values.ts';
import { type PageReading, pagesOfSamples } from '../../src/report/metrics/pages-of-samples.ts';
import {
  DASHBOARD_LABELS,
  matcher,
  promDuration,
  promqlOf,
} from '../../src/report/metrics/promql.ts';

const WAIT_MS = 60_000;
const RANGE = '10m';

/** Two scrapes of one job, and what Prometheus kept of them. */
export interface TwoPages {
  readonly earlier: PageReading;
  readonly later: PageReading;
}

/** Every page of a job that holds any sample. */
async function pagesOfJob(api: PrometheusApi, job: string): Promise<readonly PageReading[]> {
  const of = matcher('job', job);
  const query = `{__name__=~"(nv|inferbench)_.*",${of}}[${RANGE}]`;
  const { series } = await api.query(query, Date.now());
  return pagesOfSamples(series, []);
}

/** Waits for the first page of a job that `isWanted`. */
export async function pageOfJob(
  api: PrometheusApi,
  job: string,
  isWanted: (page: PageReading) => boolean,
): Promise<PageReading> {
  const deadline = performance.now() + WAIT_MS;
  for (;;) {
    const found = (await pagesOfJob(api, job)).find(isWanted);
    if (found) return found;
    assert.ok(performance.now() < deadline, `no such page of ${job} in time`);
    await sleep(200);
  }
}

/**
 * A dashboard's query, as Grafana would send it with everything chosen, at the later of two scrapes and
 * over a window that holds both and nothing else: labels that matter → value, NaN left out.
 */
export async function byPrometheus(
  api: PrometheusApi,
  expr: string,
  { earlier, later }: TwoPages,
): Promise<Map<string, number>> {
  const query = expr
    .replaceAll('$__rate_interval', promDuration(later.atMs - earlier.atMs + 1))
    .replaceAll(/\$(model|version)/g, '.*');
  assert.doesNotMatch(query, /\$/);
  const { series } = await api.query(query, later.atMs);
  return new Map(
    series
      .filter(({ values }) => !Number.isNaN(values[0]?.value))
      .map(({ labels, values }) => [keyOf(labels), values[0]?.value ?? Number.NaN]),
  );
}

/** The definition that a query of the dashboard tells; undefined for the bench's own metrics. */
export function definitionOf(expr: string): MetricDefinition | undefined {
  const frame = {
    ...{ window: '$__rate_interval', by: DASHBOARD_LABELS, servers: [] },
    models: ['model=~"$model"', 'version=~"$version"'],
  };
  return METRIC_DEFINITIONS.find((definition) => promqlOf(definition, frame) === expr);
}

/** The same of the raw samples of both pages, model by model. */
export function bySamples(
  definition: MetricDefinition,
  { earlier, later }: TwoPages,
): Map<string, number> {
  const models = new Map(
    later.samples
      .filter(({ labels }) => labels.model !== undefined)
      .map(({ labels: { model = '', version = '' } }) => [
        `${model} ${version}`,
        { model, version },
      ]),
  );
  const found = new Map<string, number>();
  for (const told of models.values()) {
    const values = valuesBetween(
      definition,
      indexPage(earlier.samples),
      indexPage(later.samples),
      (later.atMs - earlier.atMs) / 1000,
      { modelName: told.model, modelVersion: told.version },
    );
    const isOfModel = /\(model, version/.test(promqlOf(definition, FRAME));
    for (const { labels, value } of values) {
      found.set(keyOf(isOfModel ? { ...told, ...labels } : labels), value);
    }
  }
  return found;
}

const FRAME = { window: '1s', by: DASHBOARD_LABELS, servers: [], models: [] };

/** Where a page was scraped does not matter. */
function keyOf({ instance: _, job: __, ...labels }: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(labels).sort());
}

export function assertAlike(
  ours: ReadonlyMap<string, number>,
  theirs: ReadonlyMap<string, number>,
  where: string,
): void {
  assert.deepEqual([...theirs.keys()].sort(), [...ours.keys()].sort(), where);
  for (const [key, value] of ours) {
    const other = theirs.get(key) ?? Number.NaN;
    const apart = Math.abs(value - other);
    assert.ok(apart <= 1e-6 * Math.max(1, Math.abs(value)), `${where} ${key}: ${value}, ${other}`);
  }
}
