import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { secondPercentiles } from '../../../src/load/second-percentiles.ts';
import { encodeHistogram } from '../../../src/load/stats/histogram-codec.ts';
import { LatencyHistogram } from '../../../src/load/stats/latency-histogram.ts';

const secondOf = (responsesMs: readonly number[]) => {
  const histogram = new LatencyHistogram();
  for (const ms of responsesMs) histogram.record(ms * 1e6);
  const response = encodeHistogram(histogram);
  return secondPercentiles({
    ...{ second: 0, phase: 'measured', due: 0, sent: 0, completed: 0, failed: 0, timedOut: 0 },
    ...{ inFlight: 0, waiting: 0, stallNs: 0, response, service: response },
  });
};

describe('the percentiles of one second', () => {
  it('are read from its histogram, to three digits', () => {
    const { p50Ms, p99Ms } = secondOf(Array.from({ length: 200 }, (_, i) => i + 1));
    assert.ok(Math.abs((p50Ms ?? 0) - 100) < 0.1, `${p50Ms}`);
    assert.ok(Math.abs((p99Ms ?? 0) - 198) < 0.2, `${p99Ms}`);
  });
  it('are unknown when nothing was answered', () => {
    assert.deepEqual(secondOf([]), { p50Ms: null, p99Ms: null });
  });
});
