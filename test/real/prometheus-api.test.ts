import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { prometheusApi } from '../../src/clients/prometheus-api.ts';
import { BenchError } from '../../src/contract/bench-error.ts';
import type { TimeSeries } from '../../src/contract/measurements.ts';
import { scrapeConfig } from '../../src/report/index.ts';
import { type RealPrometheus, startRealPrometheus } from '../support/real-prometheus.ts';
import { type StubServer, stubHttpServer } from '../support/stub-http-server.ts';

const WAIT_MS = 60_000;

describe('a real Prometheus', () => {
  let page: StubServer;
  let prometheus: RealPrometheus;
  let api: ReturnType<typeof prometheusApi>;
  let scrapes = 0;

  before(async () => {
    page = await stubHttpServer((_, response) => {
      scrapes += 1;
      response
        .writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' })
        .end(`# TYPE page_scrapes counter\npage_scrapes{odd="a\\"\\\\ö"} ${scrapes}\n`);
    });
    const { host } = new URL(page.url);
    const jobs = [
      { name: 'page', target: host, path: '/own' },
      { name: 'gone', target: '127.0.0.1:9' },
    ];
    prometheus = await startRealPrometheus(scrapeConfig({ scrapeIntervalMs: 500, jobs }));
    api = prometheusApi({ baseUrl: `${prometheus.url}/` });
  });
  after(async () => {
    await prometheus?.[Symbol.asyncDispose]();
    await page?.[Symbol.asyncDispose]();
  });

  /** Asks until there are so many samples. */
  async function samples(count: number): Promise<TimeSeries> {
    const deadline = performance.now() + WAIT_MS;
    for (;;) {
      const { series } = await api.query('page_scrapes[5m]', Date.now());
      const [found] = series;
      if (found && found.values.length >= count) return found;
      assert.ok(performance.now() < deadline, 'no samples in time');
      await sleep(200);
    }
  }

  it('reads the pages of our configuration, and tells which it can reach', async () => {
    await samples(2);
    const targets = await api.targets();
    const told = Object.fromEntries(targets.map((target) => [target.labels.job, target]));
    assert.equal(told.page?.health, 'up');
    assert.equal(told.page?.scrapeUrl, `${page.url}/own`);
    assert.equal(told.page?.scrapeIntervalMs, 500);
    assert.equal(told.gone?.health, 'down');
    assert.match(told.gone?.lastError ?? '', /connection refused/);
  });
  it('gives the scraped samples themselves', async () => {
    const { name, labels, values } = await samples(3);
    assert.equal(name, 'page_scrapes');
    assert.equal(labels.odd, 'a"\\ö');
    assert.deepEqual(
      values.map(({ value }) => value),
      values.map((_, index) => (values[0]?.value ?? 0) + index),
    );
    assert.ok(
      values.every(({ atMs }, index) => index === 0 || atMs > (values[index - 1]?.atMs ?? 0)),
    );
  });
  it('evaluates over a range', async () => {
    const { values } = await samples(3);
    const startMs = values[0]?.atMs ?? 0;
    const range = { startMs, endMs: startMs + 1000, stepMs: 500 };
    const { series } = await api.queryRange('page_scrapes * 0 + 7', range);
    assert.deepEqual(
      series[0]?.values,
      [0, 500, 1000].map((offset) => ({ atMs: startMs + offset, value: 7 })),
    );
  });
  it('has a clock, and values that JSON has no number for', async () => {
    assert.ok(Math.abs((await api.nowMs()) - Date.now()) < WAIT_MS);
    const { series } = await api.query('vector(1) / 0', 0);
    assert.equal(series[0]?.values[0]?.value, Number.POSITIVE_INFINITY);
  });

  const refusals: readonly (readonly [string, () => Promise<unknown>, RegExp])[] = [
    ['a query that is none', () => api.query('sum(', 0), /\(400, bad_data\): .*parse error/],
    [
      'a query it cannot run',
      () => api.query('up * on () up', Date.now()),
      /\(422, execution\): found duplicate series for the match group/,
    ],
    [
      'too many points',
      () => api.queryRange('up', { startMs: 0, endMs: 20_000_000, stepMs: 1000 }),
      /\(400, bad_data\): exceeded maximum resolution of 11,000 points/,
    ],
    [
      'an end before its start',
      () => api.queryRange('up', { startMs: 2000, endMs: 1000, stepMs: 1000 }),
      /end timestamp must not be before start/,
    ],
  ];
  for (const [name, ask, words] of refusals) {
    it(`refuses ${name} in words that reach the user`, () =>
      assert.rejects(ask(), (error) => {
        assert.ok(error instanceof BenchError, String(error));
        assert.equal(error.code, 'prometheus-refused');
        assert.match(error.message, words);
        return true;
      }));
  }
  it('is told apart from another path', () =>
    assert.rejects(
      prometheusApi({ baseUrl: `${prometheus.url}/prometheus` }).query('up', 0),
      /does not answer as Prometheus does: status 404/,
    ));
});
