import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { prometheusApi } from '../../src/clients/prometheus-api.ts';
import { BenchError } from '../../src/contract/bench-error.ts';
import { METRIC_DEFINITIONS } from '../../src/contract/metric-definitions.ts';
import { scrapeConfig } from '../../src/report/index.ts';
import { askPrometheus } from '../../src/report/server/ask-prometheus.ts';
import { Nginx } from '../support/nginx.ts';
import { startRealPrometheus } from '../support/real-prometheus.ts';
import { stubHttpServer } from '../support/stub-http-server.ts';
import { metricsListener, syntheticPage } from '../support/synthetic-triton-page.ts';

const PER_SECOND = 200;
const LOAD_MS = 21_000;
const EARLIER = 1_000_000;
const WAIT_MS = 60_000;
const TOKEN = 'let-me-in';

/** A page that counts 200 a second while the load lasts, from when `start` is called. */
async function loadedServer() {
  let startMs = Number.POSITIVE_INFINITY;
  const page = await stubHttpServer(
    metricsListener(() => {
      const intoMs = Math.min(Math.max(Date.now() - startMs, 0), LOAD_MS);
      const requests = EARLIER + Math.floor((intoMs * PER_SECOND) / 1000);
      return syntheticPage(
        [{ labels: { model: 'm', version: '1' }, requests, failed: EARLIER }],
        '24.10',
      );
    }),
  );
  return {
    ...{ host: new URL(page.url).host, url: `${page.url}/metrics` },
    start: () => {
      startMs = Date.now();
      return startMs;
    },
    [Symbol.asyncDispose]: () => page[Symbol.asyncDispose](),
  };
}

async function untilScraped(baseUrl: string): Promise<void> {
  const api = prometheusApi({ baseUrl });
  const deadline = performance.now() + WAIT_MS;
  while ((await api.query('nv_inference_request_success', Date.now())).series.length === 0) {
    assert.ok(performance.now() < deadline, 'not scraped in time');
    await sleep(200);
  }
}

/** Side by side: nearly all of it is waiting. */
describe('behind a proxy that wants a token and serves it under a path', {
  concurrency: true,
}, () => {
  for (const program of ['prometheus', 'victoria-metrics'] as const) {
    it(`${program} tells exact totals and all series, and refuses who has no token`, async () => {
      await using server = await loadedServer();
      await using prometheus = await startRealPrometheus(
        scrapeConfig({ scrapeIntervalMs: 1000, jobs: [{ name: 'triton', target: server.host }] }),
        program,
      );
      await using proxy = await Nginx.start(`
        location /monitoring/ {
          if ($http_authorization != "Bearer ${TOKEN}") { return 401; }
          proxy_pass ${prometheus.url}/;
        }`);
      const baseUrl = `http://127.0.0.1:${proxy.port}/monitoring`;
      await assert.rejects(prometheusApi({ baseUrl }).query('up', Date.now()), (error) => {
        assert.ok(error instanceof BenchError);
        assert.match(`${error.message} ${error.hint}`, /401.*token/);
        return true;
      });
      await untilScraped(prometheus.url);
      const startMs = server.start();
      await sleep(LOAD_MS);
      const { series, totals, isFit } = await askPrometheus({
        access: { baseUrl, bearerToken: TOKEN },
        target: {
          addresses: { http: undefined, grpc: undefined, metrics: server.url },
          ...{ modelName: 'm', modelVersion: null },
        },
        ...{ startMs, endMs: startMs + LOAD_MS, nowEpochMs: Date.now, wantsTotals: true },
      });
      const requests = totals?.totals.get('nv_inference_request_success');
      assert.equal(requests, (PER_SECOND * LOAD_MS) / 1000);
      assert.equal(totals?.restarted, false);
      assert.equal(isFit, true);
      const told = new Set(series?.series.map(({ metric }) => metric));
      const missing = METRIC_DEFINITIONS.filter(({ id }) => !told.has(id)).map(({ id }) => id);
      assert.deepEqual(missing, []);
    });
  }
});
