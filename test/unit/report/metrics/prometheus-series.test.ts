import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { resolutionOf } from '../../../../src/report/metrics/prometheus-series.ts';

const resolution = (seconds: number, scrapeIntervalMs: number) =>
  resolutionOf({ startMs: 0, endMs: seconds * 1000, scrapeIntervalMs });

describe('how finely Prometheus can tell a load', () => {
  it('is as finely as it scrapes, with rates over four scrapes', () =>
    assert.deepEqual(resolution(30, 1000), { stepMs: 1000, windowMs: 4000 }));
  it('is in a thousand steps for a long load, with rates over two steps', () =>
    assert.deepEqual(resolution(36_000, 1000), { stepMs: 36_000, windowMs: 72_000 }));
});
