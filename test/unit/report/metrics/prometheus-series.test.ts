import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PrometheusApi } from '../../../../src/clients/prometheus-api.ts';
import {
  prometheusSeries,
  resolutionOf,
} from '../../../../src/report/metrics/prometheus-series.ts';

const resolution = (seconds: number, scrapeIntervalMs: number) =>
  resolutionOf({ startMs: 0, endMs: seconds * 1000, scrapeIntervalMs });

describe('how finely Prometheus can tell a load', () => {
  it('is as finely as it scrapes, with rates over four scrapes', () =>
    assert.deepEqual(resolution(30, 1000), { stepMs: 1000, windowMs: 4000 }));
  it('is in a thousand steps for a long load, with rates over two steps', () =>
    assert.deepEqual(resolution(36_000, 1000), { stepMs: 36_000, windowMs: 72_000 }));
});

/** Told of a load that lasted from `startMs` to `endMs` by a Prometheus that has numbers `atMs`. */
async function told(load: { startMs: number; endMs: number }, atMs: readonly number[]) {
  const values = atMs.map((at) => ({ atMs: at, value: 1 }));
  const api: Pick<PrometheusApi, 'queryRange'> = {
    queryRange: async () => ({ series: [{ name: '', labels: {}, values }], warnings: [] }),
  };
  const window = { ...load, scrapeIntervalMs: 1000, models: [], servers: [] };
  return prometheusSeries(api as PrometheusApi, window, () => undefined);
}

describe('what Prometheus tells of a load', () => {
  it('begins with the load, also where that began between two milliseconds', async () => {
    const { series } = await told({ startMs: 1000.7, endMs: 3000.7 }, [1000]);
    assert.deepEqual(series?.atNs, [0]);
  });
  it('has an empty place where it told nothing, and says for how long', async () => {
    const { series, gapMs } = await told({ startMs: 0, endMs: 9000 }, [0, 1000, 5000, 6000]);
    assert.deepEqual(series?.atNs, [0, 1e9, 2e9, 5e9, 6e9]);
    assert.deepEqual(series?.series[0]?.values, [1, 1, null, 1, 1]);
    assert.equal(gapMs, 3000);
  });
  it('has no gap where its times are not quite even', async () => {
    const { gapMs } = await told({ startMs: 0, endMs: 9000 }, [0, 1000, 2001, 2999]);
    assert.equal(gapMs, 0);
  });
  it('is nothing of what lies outside of the load', async () => {
    const { series } = await told({ startMs: 10_000, endMs: 20_000 }, [9000, 25_000, 1e12]);
    assert.equal(series, undefined);
  });
});
