import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parsePrometheusText } from '../../../../src/clients/prometheus-text.ts';
import { metricsPage } from '../../../../src/stack/embedded/metrics-page.ts';
import { ModelStatistics } from '../../../../src/stack/embedded/model-statistics.ts';

const host = { cpuUtilization: 0.25, memoryTotalBytes: 100, memoryUsedBytes: 40 };

function model(name: string, tags: Record<string, string> = {}) {
  const statistics = new ModelStatistics();
  const times = { startNs: 12_900, inputEndNs: 14_800, outputStartNs: 20_700, endNs: 21_600 };
  statistics.addExecution(4, times, 1);
  for (const startNs of [1_000, 2_000]) {
    statistics.addSuccess(2, { startNs, queuedNs: startNs + 100, endNs: 22_999 }, times);
  }
  statistics.addFailure('REJECTED', 5_000);
  return {
    name,
    version: '1',
    config: { metric_tags: tags },
    statistics,
    pendingCount: 3,
    loadSeconds: 0.5,
  };
}

describe('the metrics page', () => {
  const page = metricsPage([model('m')], host);
  const value = (name: string, labels: Record<string, string> = {}) =>
    parsePrometheusText(page).find(
      (sample) =>
        sample.name === name &&
        Object.entries(labels).every(([key, wanted]) => sample.labels[key] === wanted),
    )?.value;

  const expected: [name: string, value: number, labels?: Record<string, string>][] = [
    ['nv_inference_request_success', 2],
    ['nv_inference_request_failure', 1, { reason: 'REJECTED' }],
    ['nv_inference_request_failure', 0, { reason: 'CANCELED' }],
    ['nv_inference_request_failure', 0, { reason: 'BACKEND' }],
    ['nv_inference_request_failure', 0, { reason: 'OTHER' }],
    ['nv_inference_count', 4],
    ['nv_inference_exec_count', 1],
    ['nv_inference_pending_request_count', 3],
    ['nv_model_load_duration_secs', 0.5],
    ['nv_cpu_utilization', 0.25],
    ['nv_cpu_memory_total_bytes', 100],
    ['nv_cpu_memory_used_bytes', 40],
  ];
  for (const [name, wanted, labels] of expected) {
    it(`shows ${name}${JSON.stringify(labels ?? {})} as ${wanted}`, () => {
      assert.equal(value(name, labels), wanted);
    });
  }

  it('cuts every request to whole microseconds before it adds them', () => {
    assert.equal(value('nv_inference_request_duration_us'), 21 + 20);
    assert.equal(value('nv_inference_queue_duration_us'), 11 + 10);
    assert.equal(value('nv_inference_compute_input_duration_us'), 1 + 1);
    assert.equal(value('nv_inference_compute_infer_duration_us'), 5 + 5);
    assert.equal(value('nv_inference_compute_output_duration_us'), 0);
  });

  it('describes every family once, before its samples, as Triton words it', () => {
    assert.ok(
      page.startsWith(
        [
          '# HELP nv_inference_request_success Number of successful inference requests, all batch sizes',
          '# TYPE nv_inference_request_success counter',
          'nv_inference_request_success{model="m",version="1"} 2',
          '# HELP nv_inference_request_failure Number of failed inference requests, all batch sizes',
          '# TYPE nv_inference_request_failure counter',
          'nv_inference_request_failure{model="m",reason="REJECTED",version="1"} 1',
        ].join('\n'),
      ),
      page.slice(0, 500),
    );
    const heads = page.split('\n').filter((line) => line.startsWith('# TYPE'));
    assert.equal(new Set(heads).size, heads.length);
  });

  it('has a line for each model, tags as labels, and can be parsed with hostile names', () => {
    const two = metricsPage([model('a"\\\n', { team: 'x"', 'a b': 'y' }), model('b')], host);
    const samples = parsePrometheusText(two).filter(({ name }) => name === 'nv_inference_count');
    assert.deepEqual(
      samples.map(({ labels }) => labels),
      [
        { _a_b: 'y', _team: 'x"', model: 'a"\\\n', version: '1' },
        { model: 'b', version: '1' },
      ],
    );
  });
});
