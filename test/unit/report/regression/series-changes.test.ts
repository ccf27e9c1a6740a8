import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { presentLevel, seriesChanges } from '../../../../src/report/regression/series-changes.ts';

/** Levels one after the other, each with the same small noise. */
function series(...levels: readonly (readonly [length: number, level: number])[]): number[] {
  const values = levels.flatMap(([length, level]) => Array<number>(length).fill(level));
  return values.map((level, nth) => level * (1 + 0.01 * ([0, 1, -1, 0.5, -0.5][nth % 5] ?? 0)));
}

const shown = (values: readonly number[], limit = 0.05) =>
  seriesChanges(values, limit).map(({ index, isConfirmed }) => [index, isConfirmed]);

describe('changes that last', () => {
  it('are those after which at least five runs have the new level', () => {
    assert.deepEqual(shown(series([20, 10], [4, 12])), [[20, false]]);
    assert.deepEqual(shown(series([20, 10], [5, 12])), [[20, true]]);
  });
  it('are none in a series of one level, nor below the limit', () => {
    assert.deepEqual(shown(series([40, 10])), []);
    assert.deepEqual(shown(series([20, 10], [20, 10.4])), []);
    assert.deepEqual(shown(series([20, 10], [20, 11]), 0.15), []);
  });
  it('are not bursts, however high', () => {
    assert.deepEqual(shown(series([20, 10], [1, 30], [20, 10])), []);
    assert.deepEqual(shown(series([20, 10], [4, 12], [20, 10])), []);
    assert.deepEqual(shown(series([2, 20], [30, 10])), [], 'a slow beginning is one too');
  });
  it('are found beside a burst', () => {
    assert.deepEqual(shown(series([20, 10], [2, 30], [20, 12])), [[22, true]]);
    assert.deepEqual(shown(series([20, 10], [2, 30], [3, 12])), [[22, false]]);
  });
  it('may be several', () => {
    const three = series([20, 10], [15, 12], [20, 10]);
    assert.deepEqual(shown(three), [
      [20, true],
      [35, true],
    ]);
  });
  it('need ten runs to be looked for', () => {
    assert.deepEqual(shown(series([4, 10], [5, 20])), []);
    assert.deepEqual(shown(series([5, 10], [5, 20])), [[5, true]]);
  });
  it('end for any series of numbers, in order, with a level on each side', () => {
    const values = fc.array(fc.double({ min: 0.001, max: 1e12, noNaN: true }), { maxLength: 120 });
    fc.assert(
      fc.property(values, (any) => {
        const found = seriesChanges(any, 0.05);
        for (const [nth, { index, p, magnitude }] of found.entries()) {
          assert.ok(index > (found[nth - 1]?.index ?? 0) && index < any.length);
          assert.ok(p < 0.001 && magnitude > 0.05);
        }
      }),
    );
  });
});

describe('the present level', () => {
  it('begins at the last change that lasts', () => {
    assert.equal(presentLevel(series([20, 10], [7, 12]), 0.05).length, 7);
    assert.equal(presentLevel(series([20, 10], [3, 12]), 0.05).length, 23);
    assert.equal(presentLevel([1, 2], 0.05).length, 2);
  });
});
