import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { MetricSample } from '../../../../src/contract/measurements.ts';
import { metricDefinition } from '../../../../src/contract/metric-definitions.ts';
import { indexPage, valuesBetween } from '../../../../src/report/metrics/metric-values.ts';

const SECONDS = 2;
const sample = (name: string, labels: Record<string, string>, value: number): MetricSample => ({
  name,
  labels,
  value,
});
/** One model on two GPUs and in two versions, beside another model. */
function page(scale: number): MetricSample[] {
  const one = { model: 'm', version: '1', gpu_uuid: 'A' };
  const two = { model: 'm', version: '2', gpu_uuid: 'B' };
  const other = { model: 'other', version: '1' };
  return [
    sample('nv_inference_request_success', one, 100 * scale),
    sample('nv_inference_request_success', two, 20 * scale),
    sample('nv_inference_request_success', other, 7000 * scale),
    sample('nv_inference_queue_duration_us', one, 5000 * scale),
    sample('nv_inference_queue_duration_us', two, 1000 * scale),
    sample('nv_inference_request_failure', { ...one, reason: 'BACKEND' }, 4 * scale),
    sample('nv_inference_request_failure', { ...two, reason: 'BACKEND' }, 2 * scale),
    sample('nv_inference_request_failure', { ...one, reason: 'CANCELED' }, 0),
    sample('nv_inference_count', one, 800 * scale),
    sample('nv_inference_count', other, 200 * scale),
    sample('nv_inference_pending_request_count', one, 3 * scale),
    sample('nv_cache_num_hits_per_model', one, 30 * scale),
    sample('nv_cache_num_misses_per_model', one, 10 * scale),
    sample('nv_gpu_power_usage', { gpu_uuid: 'A' }, 100),
    sample('nv_gpu_power_usage', { gpu_uuid: 'B' }, 250),
    sample('nv_energy_consumption', { gpu_uuid: 'A' }, 10 * scale),
    sample('nv_energy_consumption', { gpu_uuid: 'B' }, 40 * scale),
    sample('nv_cpu_utilization', {}, 0.25),
  ];
}

function values(
  id: string,
  earlier = page(1),
  later = page(2),
  modelVersion: string | null = null,
) {
  const read = valuesBetween(metricDefinition(id), indexPage(earlier), indexPage(later), SECONDS, {
    modelName: 'm',
    modelVersion,
  });
  return read.map(({ labels, value }) => [...Object.values(labels), value]);
}

describe('a metric between two readings of the page', () => {
  it('is a rate over the time between them, all versions and GPUs of the model together', () =>
    assert.deepEqual(values('server.requests'), [[60]]));
  it('is that of one version where that was asked for', () =>
    assert.deepEqual(values('server.requests', page(1), page(2), '2'), [[10]]));
  it('is a ratio of sums, not a mean of ratios', () =>
    assert.deepEqual(values('server.queue'), [[50_000]]));
  it('is split by reason', () =>
    assert.deepEqual(values('server.failures'), [
      ['BACKEND', 3],
      ['CANCELED', 0],
    ]));
  it('is one number where an old server knows no reason', () => {
    const old = (scale: number) => [
      sample('nv_inference_request_failure', { model: 'm', version: '1' }, scale * 8),
    ];
    assert.deepEqual(values('server.failures', old(1), old(2)), [[4]]);
  });
  it('is a share', () => assert.deepEqual(values('server.cache-hits'), [[0.75]]));
  it('is what a gauge was last told', () => assert.deepEqual(values('server.pending'), [[6]]));
  it('is one number for each GPU', () =>
    assert.deepEqual(values('server.gpu-power'), [
      ['A', 100],
      ['B', 250],
    ]));
  it('is energy of all GPUs over the inferences of all models', () =>
    assert.deepEqual(values('server.energy-per-inference'), [[0.05]]));
  it('is the host’s', () => assert.deepEqual(values('server.cpu-utilization'), [[0.25]]));
  it('is not there when nothing happened to take the mean of', () =>
    assert.deepEqual(values('server.queue', page(1), page(1)), []));
  it('is not there when the server does not tell', () =>
    assert.deepEqual(values('server.gpu-power', [], []), []));
  it('begins again from 0 when the server does', () =>
    assert.deepEqual(values('server.requests', page(9), page(1)), [[60]]));
});
