import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  CELL_COUNT,
  cellOf,
  HIGHEST_NS,
  highestNsOf,
  lowestNsOf,
  middleNsOf,
} from '../../../../src/load/stats/hdr-layout.ts';

const someNs = fc.oneof(
  fc.integer({ min: 0, max: 5000 }),
  fc.integer({ min: 0, max: 2 ** 32 }),
  fc.maxSafeInteger().map((n) => Math.abs(n) % (HIGHEST_NS + 1)),
);

describe('the cell of a value', () => {
  it('contains it', () => {
    fc.assert(
      fc.property(someNs, (ns) => {
        const cell = cellOf(ns);
        assert.ok(lowestNsOf(cell) <= ns && ns <= highestNsOf(cell), `${ns} in cell ${cell}`);
      }),
      { numRuns: 2000 },
    );
  });

  it('is within three digits of it', () => {
    fc.assert(
      fc.property(someNs, (ns) => {
        const cell = cellOf(ns);
        assert.ok(highestNsOf(cell) - lowestNsOf(cell) <= ns / 1000);
      }),
      { numRuns: 2000 },
    );
  });

  it('is right at both ends of every cell, and cells leave no gap', () => {
    for (let cell = 0; cell < CELL_COUNT; cell += 1) {
      assert.equal(cellOf(lowestNsOf(cell)), cell);
      assert.equal(cellOf(highestNsOf(cell)), cell);
      assert.equal(highestNsOf(cell) + 1, lowestNsOf(cell + 1));
      assert.ok(middleNsOf(cell) >= lowestNsOf(cell) && middleNsOf(cell) <= highestNsOf(cell));
    }
  });

  it('is the last one for what is too large or no number', () => {
    assert.equal(highestNsOf(CELL_COUNT - 1), HIGHEST_NS);
    for (const ns of [HIGHEST_NS, HIGHEST_NS + 1, 2 ** 53, Number.POSITIVE_INFINITY, Number.NaN]) {
      assert.equal(cellOf(ns), CELL_COUNT - 1);
    }
  });

  it('is the first one for what is negative, and cuts fractions off', () => {
    assert.equal(cellOf(-1), 0);
    assert.equal(cellOf(Number.NEGATIVE_INFINITY), 0);
    assert.equal(cellOf(0.9), 0);
    assert.equal(cellOf(2047.9), 2047);
  });
});
