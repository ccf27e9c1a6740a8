import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parsePrometheusText } from '../../../../src/clients/prometheus-text.ts';
import {
  CLIENT_BUCKETS_NS,
  CLIENT_METRICS,
  type ClientTotals,
} from '../../../../src/contract/client-metrics.ts';
import { metricsPage } from '../../../../src/report/expose/metrics-page.ts';

const LABELS = { run: 'r1', model: 'digits', protocol: 'http' };
const BOUNDS = CLIENT_BUCKETS_NS.length;

function bucketsWith(filled: Readonly<Record<number, number>>, sumNs: number) {
  const counts = Array.from({ length: BOUNDS + 1 }, (_, bucket) => filled[bucket] ?? 0);
  return { counts, sumNs };
}

const TOTALS: ClientTotals = {
  responseTime: bucketsWith({ 30: 5, 31: 2, [BOUNDS]: 1 }, 2.5e9),
  serviceTime: bucketsWith({ 30: 8 }, 1e6),
  lateness: bucketsWith({ 0: 8 }, 800),
  requests: { ok: 7, 'timed-out': 1, reset: 0 },
  inFlight: 3,
  dueRate: 200,
};

const samples = (totals = TOTALS, labels = LABELS) =>
  parsePrometheusText(metricsPage(totals, labels));

describe('the metrics page of the bench', () => {
  it('begins each metric with what it is', () => {
    const page = metricsPage(TOTALS, LABELS);
    for (const { name, type, help } of Object.values(CLIENT_METRICS)) {
      assert.ok(page.includes(`# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${name}`), name);
    }
    assert.ok(page.endsWith('\n'));
  });

  it('has no series before it is known what is sent', () => {
    const page = metricsPage(TOTALS, null);
    assert.deepEqual(parsePrometheusText(page), []);
    assert.match(page, /# TYPE inferbench_in_flight gauge\n/);
  });

  it('has cumulative buckets that end in +Inf, sum and count', () => {
    const { name } = CLIENT_METRICS.responseTime;
    const shown = samples().filter((sample) => sample.name.startsWith(`${name}_`));
    const buckets = shown.filter((sample) => sample.name === `${name}_bucket`);
    assert.equal(buckets.length, BOUNDS + 1);
    assert.deepEqual(
      [29, 30, 31, BOUNDS].map((bucket) => [buckets[bucket]?.labels.le, buckets[bucket]?.value]),
      [
        ['0.0008', 0],
        ['0.001', 5],
        ['0.00125', 7],
        ['+Inf', 8],
      ],
    );
    const rest = shown.filter((sample) => sample.name !== `${name}_bucket`);
    assert.deepEqual(
      rest.map((sample) => sample.value),
      [2.5, 8],
    );
  });

  it('counts requests by outcome, those that never came too', () => {
    const { name } = CLIENT_METRICS.requests;
    assert.deepEqual(
      samples()
        .filter((sample) => sample.name === name)
        .map(({ labels, value }) => [labels.outcome, value]),
      [
        ['ok', 7],
        ['timed-out', 1],
        ['reset', 0],
      ],
    );
  });

  it('has bounds that rise as numbers', () => {
    const bounds = samples()
      .filter(({ name }) => name === `${CLIENT_METRICS.lateness.name}_bucket`)
      .map(({ labels }) => Number(labels.le?.replace('+Inf', 'Infinity')));
    bounds.slice(1).forEach((bound, index) => {
      assert.ok(bound > (bounds[index] ?? Number.NaN), `${bound}`);
    });
  });

  it('says every series of whom it is, whatever a model is called', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (model) => {
        for (const { labels } of samples(TOTALS, { ...LABELS, model })) {
          assert.equal(labels.model, model);
          assert.equal(labels.run, 'r1');
        }
      }),
    );
  });
});
