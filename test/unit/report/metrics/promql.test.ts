import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { metricDefinition } from '../../../../src/contract/metric-definitions.ts';
import {
  DASHBOARD_LABELS,
  matcher,
  promDuration,
  promqlOf,
  type QueryFrame,
  REPORT_LABELS,
  rawSamplesQuery,
} from '../../../../src/report/metrics/promql.ts';

const report: QueryFrame = {
  window: '4s',
  models: [matcher('model', 'm')],
  servers: [matcher('instance', 'h:8002')],
  by: REPORT_LABELS,
};
const dashboard: QueryFrame = {
  window: '$__rate_interval',
  models: ['model=~"$model"'],
  servers: [],
  by: DASHBOARD_LABELS,
};

describe('the PromQL of a definition', () => {
  const expected: readonly (readonly [string, QueryFrame, string])[] = [
    [
      'server.requests',
      report,
      'sum(rate(nv_inference_request_success{instance="h:8002",model="m"}[4s]))',
    ],
    [
      'server.failures',
      report,
      'sum by (reason) (rate(nv_inference_request_failure{instance="h:8002",model="m"}[4s]))',
    ],
    [
      'server.queue',
      dashboard,
      'sum by (model, version) (rate(nv_inference_queue_duration_us{model=~"$model"}[$__rate_interval]))' +
        ' / sum by (model, version) (rate(nv_inference_request_success{model=~"$model"}[$__rate_interval])) * 1000',
    ],
    [
      'server.cache-hits',
      report,
      'sum(rate(nv_cache_num_hits_per_model{instance="h:8002",model="m"}[4s])) / ' +
        '(sum(rate(nv_cache_num_hits_per_model{instance="h:8002",model="m"}[4s])) + ' +
        'sum(rate(nv_cache_num_misses_per_model{instance="h:8002",model="m"}[4s])))',
    ],
    ['server.gpu-power', dashboard, 'max by (gpu_uuid) (nv_gpu_power_usage)'],
    [
      'server.energy-per-inference',
      report,
      'sum(max by (gpu_uuid) (rate(nv_energy_consumption{instance="h:8002"}[4s]))) / ' +
        'sum(rate(nv_inference_count{instance="h:8002"}[4s]))',
    ],
    ['server.cpu-utilization', report, 'max(nv_cpu_utilization{instance="h:8002"})'],
    ['server.cpu-utilization', dashboard, 'max by (instance) (nv_cpu_utilization)'],
  ];
  for (const [id, frame, query] of expected) {
    it(`${id} is ${query}`, () => assert.equal(promqlOf(metricDefinition(id), frame), query));
  }
  it('asks for the samples themselves over whole milliseconds', () => {
    const counter = { name: 'nv_inference_count', scope: 'model' } as const;
    assert.equal(
      rawSamplesQuery(counter, report, 1500.2),
      'nv_inference_count{instance="h:8002",model="m"}[1501ms]',
    );
    assert.equal(promDuration(30_000), '30000ms');
  });
  it('keeps what a name says from ending its string', () => {
    assert.equal(matcher('model', 'a"} or x{b="\\\n'), 'model="a\\"} or x{b=\\"\\\\\\n"');
  });
});
