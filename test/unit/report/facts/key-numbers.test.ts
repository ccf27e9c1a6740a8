import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gatesTable } from '../../../../src/report/facts/gates-table.ts';
import { keyNumbers } from '../../../../src/report/facts/key-numbers.ts';
import { textOf } from '../../../../src/report/facts/table.ts';
import { aPoint, gate } from '../../../support/a-result.ts';

function numberOf(label: string, point = aPoint()) {
  return keyNumbers(point).find((number) => number.label === label) ?? assert.fail(label);
}

describe('the key numbers', () => {
  it('are median, tail, rate, errors and accuracy', () => {
    assert.deepEqual(
      keyNumbers(aPoint()).map(({ label }) => label),
      ['p50 response time', 'p99 response time', 'Served', 'Errors', 'Accuracy'],
    );
  });
  it('leave out the accuracy of a model without labels', () => {
    const point = aPoint();
    const unlabelled = { ...point, answers: { checked: 0, wrong: 0, labelled: 0, correct: 0 } };
    assert.ok(keyNumbers(unlabelled).every(({ label }) => label !== 'Accuracy'));
  });
  it('take the lowest and the highest percentile that was asked for where p50 and p99 were not', () => {
    const point = aPoint();
    const percentiles = point.latency.response.percentiles.filter(({ percent }) =>
      [90, 95, 99.9].includes(percent),
    );
    const response = { ...point.latency.response, percentiles };
    const labels = keyNumbers({ ...point, latency: { ...point.latency, response } });
    assert.deepEqual(
      labels.slice(0, 2).map(({ label }) => label),
      ['p90 response time', 'p99.9 response time'],
    );
  });
  it('call errors what a condition on errors counts, and set apart what never came back', () => {
    const gates = [gate('errors<=1%', 0, 0.01, 1, true)];
    const endingOf = (random: number) => (random < 0.5 ? 'unsent' : 'completed');
    const point = aPoint({ gates, endingOf });
    const { unsent } = point.phases[1]?.counters ?? assert.fail();
    const errors = numberOf('Errors', point);
    assert.equal(errors.detail, `0 of ${1000 - unsent} requests sent`);
    assert.deepEqual(
      [errors.value, errors.limits, errors.tone],
      ['0 %', ['limit ≤ 1 %, met'], undefined],
    );
    const lost = numberOf('Not answered', point);
    assert.equal(lost.detail, `${unsent} of 1,000 timed out, cut off or unsent`);
    assert.equal(lost.tone, 'bad');
    assert.throws(
      () => numberOf('Not answered', aPoint()),
      'nothing is said where nothing was lost',
    );
  });
  it('show the limits of their own metric and clock', () => {
    const gates = [
      gate('p99<10ms', 8e6, 10e6, 0.2, true),
      gate('p99<=5ms', 8e6, 5e6, -0.6, false),
      gate('service.p99<1ms', 8e6, 1e6, -7, false),
      gate('p99.9<1s', 8e6, 1e9, 0.9, true),
      gate('throughput>=199/s', 100, 199, -0.5, false),
    ];
    const point = aPoint({ gates });
    assert.deepEqual(numberOf('p99 response time', point).limits, [
      'limit < 10 ms, met',
      'limit ≤ 5 ms, missed',
    ]);
    assert.deepEqual(numberOf('Served', point).limits, ['limit ≥ 199/s, missed']);
  });
});

describe('the conditions', () => {
  it('show value, limit and margin in the unit of their metric', () => {
    const rows = (expression: string, value: number, limit: number, left: number) =>
      gatesTable(aPoint({ gates: [gate(expression, value, limit, left, true)] }))
        .rows[0]?.slice(1, 4)
        .map(textOf);
    assert.deepEqual(rows('mean<2ms', 1_450_000, 2e6, 0.275), ['1.45 ms', '2 ms', '+27.5 %']);
    assert.deepEqual(rows('errors<0.1%', 0, 0.001, 1), ['0 %', '0.1 %', '+100 %']);
    assert.deepEqual(rows('throughput>=199/s', 200, 199, 0.005), ['200.0/s', '199/s', '+0.5 %']);
  });
  it('say why one failed without a value', () => {
    const [row] = gatesTable(
      aPoint({ gates: [gate('p99.9<1s', null, 1e9, null, false, 'needs 10000 requests')] }),
    ).rows;
    assert.deepEqual(row?.slice(1).map(textOf), ['–', '1 s', '–', 'missed: needs 10000 requests']);
  });
});
