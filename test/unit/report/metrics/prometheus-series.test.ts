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

describe('what Prometheus tells of a load', () => {
  it('begins with the load, also where that began between two milliseconds', async () => {
    const api: Pick<PrometheusApi, 'queryRange'> = {
      queryRange: async (_, { startMs }) => ({
        series: [{ name: '', labels: {}, values: [{ atMs: Math.floor(startMs), value: 1 }] }],
        warnings: [],
      }),
    };
    const load = { startMs: 1000.7, endMs: 3000.7, scrapeIntervalMs: 1000 };
    const window = { ...load, models: [], servers: [] };
    const told = await prometheusSeries(api as PrometheusApi, window, () => undefined);
    assert.deepEqual(told?.atNs, [0]);
  });
});
