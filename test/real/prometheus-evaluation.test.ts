import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type PrometheusApi, prometheusApi } from '../../src/clients/prometheus-api.ts';
import {
  METRIC_DEFINITIONS,
  type MetricDefinition,
} from '../../src/contract/metric-definitions.ts';
import { scrapeConfig } from '../../src/report/index.ts';
import { indexPage, valuesBetween } from '../../src/report/metrics/metric-values.ts';
import { type PageReading, pagesOfSamples } from '../../src/report/metrics/pages-of-samples.ts';
import { matcher, promDuration, promqlOf, REPORT_LABELS } from '../../src/report/metrics/promql.ts';
import { askPrometheus, type PrometheusFindings } from '../../src/report/server/ask-prometheus.ts';
import { type RealPrometheus, startRealPrometheus } from '../support/real-prometheus.ts';
import { type StubServer, stubHttpServer } from '../support/stub-http-server.ts';
import { metricsListener, syntheticPage } from '../support/synthetic-triton-page.ts';

/** The load that never was: counters that are a function of time. */
const PER_SECOND = 200;
const LOAD_MS = 30_000;
const TOTAL = (PER_SECOND * LOAD_MS) / 1000;
const RESTART_AFTER_MS = 11_000;
/** What was counted before; far from 0, where Prometheus would cut its extrapolation short. */
const EARLIER = 1_000_000;
const SCRAPE_SECONDS = [1, 5, 15] as const;
const MODELS = ['steady', 'restarted'] as const;
const WAIT_MS = 120_000;

const steady = { model: 'steady', version: '1', gpu_uuid: 'GPU-A' };
const second = { model: 'steady', version: '2', gpu_uuid: 'GPU-B' };
const other = { model: 'other', version: '1' };
const restarted = { model: 'restarted', version: '1' };

describe('PromQL on a real Prometheus and our own evaluation', () => {
  let loadStartMs = Number.POSITIVE_INFINITY;
  let page: StubServer;
  let prometheus: RealPrometheus;
  let api: PrometheusApi;

  /** Two pages: of a server that lives through the load, and of one that restarts in it. */
  function pageNow(path: string): string {
    const intoMs = Math.min(Math.max(Date.now() - loadStartMs, 0), LOAD_MS);
    const countedIn = (ms: number) => Math.floor((Math.max(ms, 0) * PER_SECOND) / 1000);
    const done = countedIn(intoMs);
    if (path.startsWith('/restarted')) {
      const isNew = intoMs >= RESTART_AFTER_MS;
      const requests = isNew ? countedIn(intoMs - RESTART_AFTER_MS) : EARLIER + done;
      return syntheticPage([{ labels: restarted, requests, failed: 0 }], '24.10');
    }
    const failed = EARLIER + Math.floor(done / 50);
    return syntheticPage(
      [
        { labels: steady, requests: EARLIER + done, failed },
        { labels: second, requests: EARLIER + 3 * done, failed: EARLIER },
        { labels: other, requests: EARLIER + 7 * done, failed: EARLIER },
      ],
      '24.10',
    );
  }

  const target = (seconds: number, modelName: string) => ({
    addresses: {
      http: undefined,
      grpc: undefined,
      metrics: `${page.url}/${modelName}-${seconds}s`,
    },
    modelName,
    modelVersion: null,
  });

  const answers = new Map<string, PrometheusFindings>();
  before(async () => {
    page = await stubHttpServer(metricsListener(pageNow));
    const jobs = SCRAPE_SECONDS.flatMap((seconds) =>
      MODELS.map((model) => ({
        ...{ name: `${model}-${seconds}s`, path: `/${model}-${seconds}s` },
        ...{ target: new URL(page.url).host, scrapeIntervalMs: seconds * 1000 },
      })),
    );
    prometheus = await startRealPrometheus(scrapeConfig({ scrapeIntervalMs: 1000, jobs }));
    api = prometheusApi({ baseUrl: prometheus.url });
    await untilAllScraped();
    loadStartMs = Date.now();
    await sleep(LOAD_MS);
    await Promise.all(
      SCRAPE_SECONDS.flatMap((seconds) =>
        MODELS.map(async (modelName) => {
          const found = await askPrometheus({
            ...{ access: { baseUrl: prometheus.url }, target: target(seconds, modelName) },
            ...{ startMs: loadStartMs, endMs: loadStartMs + LOAD_MS, nowEpochMs: Date.now },
            wantsTotals: true,
          });
          answers.set(`${modelName} ${seconds}`, found);
        }),
      ),
    );
  });
  after(async () => {
    await prometheus?.[Symbol.asyncDispose]();
    await page?.[Symbol.asyncDispose]();
  });

  async function untilAllScraped(): Promise<void> {
    const deadline = performance.now() + WAIT_MS;
    for (;;) {
      const { series } = await api.query('up == 1', Date.now());
      if (series.length === SCRAPE_SECONDS.length * MODELS.length) return;
      assert.ok(performance.now() < deadline, 'not scraped in time');
      await sleep(200);
    }
  }

  function answer(modelName: string, seconds: number): PrometheusFindings {
    return answers.get(`${modelName} ${seconds}`) ?? assert.fail(modelName);
  }

  /** Every page of one job, as Prometheus kept it. */
  async function pagesOf(seconds: number): Promise<readonly PageReading[]> {
    const range = promDuration(Date.now() - loadStartMs + 60_000);
    const job = matcher('job', `steady-${seconds}s`);
    const samples = await api.query(`{__name__=~"nv_.*",${job}}[${range}]`, Date.now());
    const up = await api.query(`up{${job}}[${range}]`, Date.now());
    return pagesOfSamples(samples.series, up.series);
  }

  /** The same definition at the same two samples by PromQL; its rates then have nothing to guess. */
  async function byPromql(
    definition: MetricDefinition,
    seconds: number,
    earlier: PageReading,
    later: PageReading,
  ): Promise<Map<string, number>> {
    const query = promqlOf(definition, {
      window: promDuration(later.atMs - earlier.atMs + 1),
      models: [matcher('model', 'steady')],
      servers: [matcher('job', `steady-${seconds}s`)],
      by: REPORT_LABELS,
    });
    const { series } = await api.query(query, later.atMs);
    return new Map(
      series
        .map(({ labels, values }) => [JSON.stringify(labels), values[0]?.value] as const)
        .filter((pair): pair is readonly [string, number] => Number.isFinite(pair[1])),
    );
  }

  function byUs(definition: MetricDefinition, earlier: PageReading, later: PageReading) {
    const values = valuesBetween(
      definition,
      indexPage(earlier.samples),
      indexPage(later.samples),
      (later.atMs - earlier.atMs) / 1000,
      { modelName: 'steady', modelVersion: null },
    );
    return new Map(values.map(({ labels, value }) => [JSON.stringify(labels), value]));
  }

  /** The number of values that are the same. */
  async function agree(
    definition: MetricDefinition,
    seconds: number,
    earlier: PageReading,
    later: PageReading,
  ): Promise<number> {
    const theirs = await byPromql(definition, seconds, earlier, later);
    const ours = byUs(definition, earlier, later);
    const where = `${definition.id} ${earlier.atMs}…${later.atMs}`;
    assert.deepEqual([...ours.keys()].sort(), [...theirs.keys()].sort(), where);
    for (const [key, value] of ours) {
      const other = theirs.get(key) ?? Number.NaN;
      const apart = Math.abs(value - other);
      assert.ok(apart <= 1e-9 * Math.max(1, Math.abs(other)), `${where}: ${value} and ${other}`);
    }
    return ours.size;
  }

  for (const seconds of SCRAPE_SECONDS) {
    describe(`at a scrape every ${seconds} s`, () => {
      it('a true 200/s is 200.0, and a mean is exact', () => {
        const { totals } = answer('steady', seconds);
        // Both versions: one request a time, and three.
        const requests = totals?.totals.get('nv_inference_request_success') ?? Number.NaN;
        assert.equal(requests, 4 * TOTAL);
        assert.equal((requests / 4 / (LOAD_MS / 1000)).toFixed(1), '200.0');
        assert.equal(totals?.totals.get('nv_inference_queue_duration_us'), 350 * requests);
        assert.equal(totals?.restarted, false);
      });
      it('a restart is seen, and what came after it counted', async () => {
        const { totals } = answer('restarted', seconds);
        assert.equal(totals?.restarted, true);
        const lost = (totals?.totals.get('nv_inference_request_success') ?? 0) / TOTAL;
        assert.ok(lost > 0 && lost <= 1, String(lost));
      });
      it('agree on every definition between any two scrapes', async () => {
        const pages = await pagesOf(seconds);
        const [first, last] = [pages[0], pages.at(-1)];
        assert.ok(first && last);
        const step = Math.ceil(pages.length / 8);
        const pairs = pages
          .slice(1)
          .map((later, index) => [pages[index] ?? first, later] as const)
          .filter((_, index) => index % step === 0);
        let compared = 0;
        for (const [earlier, later] of [[first, last] as const, ...pairs]) {
          for (const definition of METRIC_DEFINITIONS) {
            compared += await agree(definition, seconds, earlier, later);
          }
        }
        assert.ok(compared > 50, String(compared));
      });
      it('the series reach over the load, with the step and window that fit the scrape', () => {
        const { series, notes } = answer('steady', seconds);
        assert.equal(series?.source, 'prometheus');
        assert.ok((series?.windowNs ?? 0) >= 4 * seconds * 1e9 * 0.9);
        const ids = new Set(series?.series.map(({ metric }) => metric));
        const missing = METRIC_DEFINITIONS.filter(({ id }) => !ids.has(id)).map(({ id }) => id);
        assert.deepEqual(missing, []);
        const queue = series?.series.find(({ metric }) => metric === 'server.queue')?.values ?? [];
        const told = queue.filter((value) => value !== null);
        assert.ok(told.length > 0 && told.every((value) => Math.abs(value - 350_000) < 1));
        const coarse = notes.filter((note) => /coarse for a load of 30 s/.test(note));
        assert.equal(coarse.length, seconds === 1 ? 0 : 1, notes.join());
      });
    });
  }
});
