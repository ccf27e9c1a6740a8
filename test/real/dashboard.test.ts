import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { type PrometheusApi, prometheusApi } from '../../src/clients/prometheus-api.ts';
import { CLIENT_METRICS } from '../../src/contract/client-metrics.ts';
import type { MetricDefinition } from '../../src/contract/metric-definitions.ts';
import { type buildDashboard, scrapeConfig } from '../../src/report/index.ts';
import {
  assertAlike,
  byPrometheus,
  bySamples,
  definitionOf,
  pageOfJob,
  type TwoPages,
} from '../support/dashboard-queries.ts';
import { digitTensor } from '../support/held-out-digits.ts';
import { httpExchange } from '../support/http-exchange.ts';
import { packageRoot } from '../support/package-root.ts';
import { type RealPrometheus, startRealPrometheus } from '../support/real-prometheus.ts';
import { type RealTriton, startRealTriton } from '../support/real-triton.ts';
import { type StubServer, stubHttpServer } from '../support/stub-http-server.ts';
import { metricsListener, syntheticPage } from '../support/synthetic-triton-page.ts';

/** The file that people import, not what made it. */
const dashboard: ReturnType<typeof buildDashboard> = JSON.parse(
  readFileSync(`${packageRoot}dashboards/inferbench.json`, 'utf8'),
);
const queries = dashboard.panels.flatMap((panel) =>
  panel.type === 'row'
    ? []
    : panel.targets.map(({ expr, refId }) => ({ expr, name: `${panel.title} ${refId}` })),
);
const serverQueries = queries.flatMap(({ expr, name }) => {
  const definition = definitionOf(expr);
  return definition ? [{ expr, name, definition }] : [];
});
const clientQueries = queries.filter(({ expr }) => definitionOf(expr) === undefined);

const PRIMING = 40;
const REQUESTS = 300;
const BATCHES = [1, 4, 8] as const;
const AT_ONCE = 4;

describe('the dashboard over a real Triton’s data in a real Prometheus', () => {
  let triton: RealTriton;
  let prometheus: RealPrometheus;
  let api: PrometheusApi;
  let pages: TwoPages;

  before(async () => {
    triton = await startRealTriton();
    // Near 0 Prometheus' rate() extrapolates less, because no counter was below it.
    for (let index = 0; index < PRIMING; index += 1) await infer(8);
    const jobs = [{ name: 'triton', target: new URL(triton.addresses.metrics).host }];
    prometheus = await startRealPrometheus(scrapeConfig({ scrapeIntervalMs: 1000, jobs }));
    api = prometheusApi({ baseUrl: prometheus.url });
    const earlier = await pageOfJob(api, 'triton', ({ samples }) => samples.length > 0);
    const each = REQUESTS / AT_ONCE;
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (let index = 0; index < each; index += 1) await infer(BATCHES[index % 3] ?? 1);
      }),
    );
    const overMs = Date.now();
    const later = await pageOfJob(api, 'triton', ({ atMs }) => atMs > overMs);
    pages = { earlier, later };
  });
  after(async () => {
    await prometheus?.[Symbol.asyncDispose]();
    await triton?.[Symbol.asyncDispose]();
  });

  async function infer(batch: number): Promise<void> {
    const tensor = digitTensor(0, batch);
    const input = {
      ...{ name: 'input', datatype: 'FP32', shape: [batch, 1, 28, 28] },
      parameters: { binary_data_size: tensor.length },
    };
    const header = JSON.stringify({ inputs: [input] });
    const answer = await httpExchange(`${triton.addresses.http}/v2/models/mnist_mlp/infer`, {
      headers: { 'Inference-Header-Content-Length': header.length },
      body: Buffer.concat([Buffer.from(header), tensor]),
    });
    assert.equal(answer.status, 200);
  }

  for (const { expr, name, definition } of serverQueries) {
    it(`${name} is what the raw samples say`, async () => {
      const theirs = await byPrometheus(api, expr, pages);
      assertAlike(bySamples(definition, pages), theirs, expr);
      if (isToldByCpuTriton(definition)) assert.ok(theirs.size > 0, 'no data');
    });
  }
  it('its requests are those that were sent', async () => {
    const served = serverQueries.find(({ definition: { id } }) => id === 'server.requests');
    assert.ok(served);
    const rates = await byPrometheus(api, served.expr, pages);
    const rate = rates.get('[["model","mnist_mlp"],["version","1"]]') ?? Number.NaN;
    const seconds = (pages.later.atMs - pages.earlier.atMs) / 1000;
    assert.ok(Math.abs(rate * seconds - REQUESTS) < 0.001, String(rate * seconds));
  });
  it('its variables name the models and versions that are there', async () => {
    const asked = dashboard.templating.list.flatMap(({ definition }) =>
      typeof definition === 'string' ? [definition] : [],
    );
    assert.equal(asked.length, 2);
    for (const query of asked) {
      const [, selector = '', label = ''] = /^label_values\((.*), (\w+)\)$/.exec(query) ?? [];
      const { series } = await api.query(
        `group by (${label}) (${selector.replace('$model', '.*')})`,
        Date.now(),
      );
      const values = series.map(({ labels }) => labels[label]);
      assert.ok(values.includes(label === 'model' ? 'mnist_mlp' : '1'), `${query}: ${values}`);
    }
  });
});

/** What a Triton without GPU and cache does not tell. */
function isToldByCpuTriton({ id }: MetricDefinition): boolean {
  return !/gpu|energy|cache/.test(id);
}

for (const age of ['23.05', '24.10'] as const) {
  describe(`the dashboard over the metric names of Triton ${age}, with GPUs`, () => {
    let page: StubServer;
    let prometheus: RealPrometheus;
    let api: PrometheusApi;
    let pages: TwoPages;

    before(async () => {
      let scrapes = 0;
      const labels = { model: 'odd "name"\\'.replace(/["\\]/g, '\\$&'), gpu_uuid: 'GPU-A' };
      page = await stubHttpServer(
        metricsListener(() => {
          scrapes += 1;
          const requests = 100_000 + scrapes * 1003;
          return syntheticPage(
            [
              { labels: { ...labels, version: '1' }, requests, failed: requests },
              { labels: { ...labels, version: '2' }, requests: requests * 2, failed: requests },
            ],
            age,
          );
        }),
      );
      const jobs = [{ name: 'triton', target: new URL(page.url).host }];
      prometheus = await startRealPrometheus(scrapeConfig({ scrapeIntervalMs: 500, jobs }));
      api = prometheusApi({ baseUrl: prometheus.url });
      const earlier = await pageOfJob(api, 'triton', () => true);
      const later = await pageOfJob(api, 'triton', ({ atMs }) => atMs > earlier.atMs + 3000);
      pages = { earlier, later };
    });
    after(async () => {
      await prometheus?.[Symbol.asyncDispose]();
      await page?.[Symbol.asyncDispose]();
    });

    for (const { expr, name, definition } of serverQueries) {
      it(`${name} is what the raw samples say`, async () => {
        const theirs = await byPrometheus(api, expr, pages);
        assertAlike(bySamples(definition, pages), theirs, expr);
        const isTold = age !== '23.05' || definition.id !== 'server.pending';
        assert.equal(theirs.size > 0, isTold, JSON.stringify([...theirs]));
      });
    }
  });
}

describe('the dashboard over the bench’s own page', () => {
  /** Cumulative counts of 100 answers a scrape: half within 1 ms, nine tenths in 2, all in 4. */
  const BUCKETS = [
    ['0.001', 50],
    ['0.002', 90],
    ['0.004', 100],
    ['+Inf', 100],
  ] as const;
  const LABELS = 'run="r1",model="m",protocol="http"';
  let page: StubServer;
  let prometheus: RealPrometheus;
  let api: PrometheusApi;
  let pages: TwoPages;

  before(async () => {
    let scrapes = 100;
    page = await stubHttpServer(
      metricsListener(() => {
        scrapes += 1;
        return `${clientPage(scrapes).join('\n')}\n`;
      }),
    );
    const jobs = [{ name: 'inferbench', target: new URL(page.url).host }];
    prometheus = await startRealPrometheus(scrapeConfig({ scrapeIntervalMs: 500, jobs }));
    api = prometheusApi({ baseUrl: prometheus.url });
    const earlier = await pageOfJob(api, 'inferbench', () => true);
    const later = await pageOfJob(api, 'inferbench', ({ atMs }) => atMs > earlier.atMs + 2000);
    pages = { earlier, later };
  });
  after(async () => {
    await prometheus?.[Symbol.asyncDispose]();
    await page?.[Symbol.asyncDispose]();
  });

  function clientPage(scrapes: number): string[] {
    const { responseTime, serviceTime, lateness, requests, inFlight, dueRate } = CLIENT_METRICS;
    return [
      ...[responseTime, serviceTime, lateness].flatMap(({ name }) => [
        `# TYPE ${name} histogram`,
        ...BUCKETS.map(([le, share]) => `${name}_bucket{${LABELS},le="${le}"} ${share * scrapes}`),
        `${name}_sum{${LABELS}} ${scrapes}`,
        `${name}_count{${LABELS}} ${100 * scrapes}`,
      ]),
      `${requests.name}{${LABELS},outcome="ok"} ${100 * scrapes}`,
      `${requests.name}{${LABELS},outcome="timed-out"} ${7 * scrapes}`,
      `${requests.name}{${LABELS},outcome="never-seen"} 0`,
      `${inFlight.name}{${LABELS}} 12`,
      `${dueRate.name}{${LABELS}} 200`,
    ];
  }

  /** What a query must tell, read off the page above; percentiles as Prometheus interpolates them. */
  function expected(expr: string, scrapesPerSecond: number): readonly number[] {
    if (expr.includes('outcome')) return [100 * scrapesPerSecond, 7 * scrapesPerSecond];
    if (expr.includes(CLIENT_METRICS.dueRate.name)) return [200];
    if (expr.includes(CLIENT_METRICS.inFlight.name)) return [12];
    const quantile = /^histogram_quantile\((\S+),/.exec(expr)?.[1] ?? assert.fail(expr);
    const told = { '0.5': 0.001, '0.9': 0.002, '0.99': 0.0038, '0.999': 0.00398 }[quantile];
    return [told ?? assert.fail(quantile)];
  }

  for (const { expr, name } of clientQueries) {
    it(`${name} is what the page says`, async () => {
      const seconds = (pages.later.atMs - pages.earlier.atMs) / 1000;
      const requests = (reading: typeof pages.later) =>
        reading.samples.find(
          ({ name, labels }) => name === CLIENT_METRICS.requests.name && labels.outcome === 'ok',
        )?.value ?? Number.NaN;
      const scrapes = (requests(pages.later) - requests(pages.earlier)) / 100;
      const values = [...(await byPrometheus(api, expr, pages)).values()].sort((a, b) => b - a);
      const told = expected(expr, scrapes / seconds);
      assert.equal(values.length, told.length, JSON.stringify(values));
      values.forEach((value, index) => {
        const other = told[index] ?? Number.NaN;
        assert.ok(Math.abs(value - other) <= 1e-6 * other, `${value}, ${other}`);
      });
    });
  }
  it('leaves no query unchecked', () => {
    assert.equal(serverQueries.length + clientQueries.length, queries.length);
    assert.ok(clientQueries.every(({ expr }) => expr.includes('inferbench_')));
  });
});
