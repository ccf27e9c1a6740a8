import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { counterDeltas } from '../../../../src/report/server/counter-deltas.ts';
import { type Counters, countersOfPage } from '../../../../src/report/server/counters.ts';

const SUCCESS = 'nv_inference_request_success';

function counters(series: Readonly<Record<string, number>>): Counters {
  return new Map([[SUCCESS, new Map(Object.entries(series))]]);
}

describe('totals between two readings', () => {
  it('are exact', () => {
    const { totals, restarted } = counterDeltas(
      counters({ a: 5, b: 1 }),
      counters({ a: 6005, b: 1 }),
    );
    assert.equal(totals.get(SUCCESS), 6000);
    assert.equal(restarted, false);
  });
  it('count a series that was not there before from 0', () => {
    assert.equal(counterDeltas(new Map(), counters({ a: 200 })).totals.get(SUCCESS), 200);
  });
  it('see a restart, and count what came after it', () => {
    const { totals, restarted } = counterDeltas(counters({ a: 500 }), counters({ a: 20 }));
    assert.deepEqual([totals.get(SUCCESS), restarted], [20, true]);
  });
  it('see a restart of one series that the sum would hide', () => {
    const { totals, restarted } = counterDeltas(
      counters({ a: 500, b: 0 }),
      counters({ a: 20, b: 900 }),
    );
    assert.deepEqual([totals.get(SUCCESS), restarted], [920, true]);
  });
  it('take a series that is gone for a model that was loaded again', () => {
    assert.equal(counterDeltas(counters({ a: 500 }), counters({ b: 3 })).restarted, true);
  });
  it('add up over any number of readings of counters that only grow', () => {
    const growth = fc.array(fc.nat(1e6), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(growth, (steps) => {
        let total = 0;
        const readings = steps.map((step) => {
          total += step;
          return counters({ a: total });
        });
        const first = readings[0] ?? new Map();
        const sum = readings
          .slice(1)
          .map((reading, index) =>
            counterDeltas(readings[index] ?? first, reading).totals.get(SUCCESS),
          )
          .reduce((a = 0, b = 0) => a + b, 0);
        assert.equal(sum, total - (steps[0] ?? 0));
      }),
    );
  });
});

describe('the counters of a metrics page', () => {
  const page = [
    { name: SUCCESS, labels: { model: 'a', version: '1' }, value: 3 },
    { name: SUCCESS, labels: { version: '1', gpu_uuid: 'GPU-1', model: 'a' }, value: 4 },
    { name: SUCCESS, labels: { model: 'a', version: '2' }, value: 10 },
    { name: SUCCESS, labels: { model: 'b', version: '1' }, value: 100 },
    { name: 'nv_gpu_utilization', labels: { model: 'a' }, value: 1 },
  ];
  const total = (version: string | null) =>
    counterDeltas(new Map(), countersOfPage(page, 'a', version)).totals.get(SUCCESS);

  it('are those of the model, all its versions and devices together', () => {
    assert.equal(total(null), 17);
  });
  it('are those of one version where that was asked for', () => assert.equal(total('1'), 7));
  it('do not depend on the order of labels', () => {
    const [first] = page;
    assert.ok(first);
    const turned = [{ ...first, labels: { version: '1', model: 'a' } }];
    assert.deepEqual(countersOfPage(turned, 'a', null), countersOfPage([first], 'a', null));
  });
});
