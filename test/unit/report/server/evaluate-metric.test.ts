import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { metricDefinition } from '../../../../src/contract/metric-definitions.ts';
import { evaluateMetric } from '../../../../src/report/server/evaluate-metric.ts';

const totals = new Map([
  ['nv_inference_request_success', 100],
  ['nv_inference_count', 800],
  ['nv_inference_exec_count', 50],
  ['nv_inference_queue_duration_us', 21_200],
  ['nv_cache_num_hits_per_model', 30],
  ['nv_cache_num_misses_per_model', 10],
]);

function value(id: string): number | null {
  return evaluateMetric(metricDefinition(id), totals);
}

describe('a metric over one run', () => {
  it('is a total where the definition is a rate', () =>
    assert.equal(value('server.requests'), 100));
  it('is a ratio of totals', () => assert.equal(value('server.batch-size'), 16));
  it('is a share of two parts', () => assert.equal(value('server.cache-hits'), 0.75));
  it('has no total where it is a gauge', () => assert.equal(value('server.pending'), null));
  it('is in nanoseconds where the page counts microseconds', () => {
    assert.equal(value('server.queue'), 212_000);
  });
  it('is not known without its counter', () => assert.equal(value('server.compute-infer'), null));
  it('is not known where there was nothing to take the mean of', () => {
    const none = new Map([...totals, ['nv_inference_request_success', 0]] as const);
    assert.equal(evaluateMetric(metricDefinition('server.queue'), none), null);
  });
});
