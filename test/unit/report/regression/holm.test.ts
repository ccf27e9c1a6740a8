import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { holm } from '../../../../src/report/regression/holm.ts';

describe('Holm', () => {
  it('multiplies the smallest by n, the next by n − 1, and never falls', () => {
    assert.deepEqual(holm([0.01, 0.04, 0.03, 0.005]), [0.03, 0.06, 0.06, 0.02]);
  });

  it('leaves a single test as it is, and knows what to do with none', () => {
    assert.deepEqual(holm([0.04]), [0.04]);
    assert.deepEqual(holm([]), []);
  });

  it('lies between the plain values and those of Bonferroni, in the same order', () => {
    const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 });
    fc.assert(
      fc.property(pValues, (plain) => {
        const adjusted = holm(plain);
        const byValue = plain.map((p, index) => ({ p, ours: adjusted[index] ?? -1 }));
        byValue.sort((one, other) => one.p - other.p || one.ours - other.ours);
        assert.ok(
          byValue.every(({ p, ours }) => ours >= p && ours <= Math.min(1, p * plain.length)),
        );
        assert.ok(byValue.every(({ ours }, rank) => ours >= (byValue[rank - 1]?.ours ?? 0)));
      }),
    );
  });
});
