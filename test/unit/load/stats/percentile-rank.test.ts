import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { rankOf, requestsNeeded } from '../../../../src/load/stats/percentile-rank.ts';

describe('the number of requests that a percentile needs', () => {
  const table = [
    [50, 20],
    [90, 100],
    [95, 200],
    [99, 1000],
    [99.9, 10_000],
    [99.99, 100_000],
    [99.5, 2000],
    [33.3, 15],
  ] as const;
  for (const [percent, needed] of table) {
    it(`is ${needed} for p${percent}`, () => assert.equal(requestsNeeded(percent), needed));
  }

  it('is finite for any percent below 100', () => {
    assert.ok(Number.isFinite(requestsNeeded(99.99999999)));
  });
});

describe('the rank of a percentile', () => {
  const table = [
    [50, 1, 1],
    [50, 2, 1],
    [50, 3, 2],
    [90, 100, 90],
    [99, 1000, 990],
    [99.9, 10_000, 9990],
    [99.9, 10_001, 9991],
    [7, 100, 7],
    [99, 0, 0],
  ] as const;
  for (const [percent, n, rank] of table) {
    it(`p${percent} of ${n} is number ${rank}`, () => assert.equal(rankOf(percent, n), rank));
  }

  it('is exact where doubles are not, up to two billion requests', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9999 }),
        fc.integer({ min: 1, max: 2e9 }),
        (hundredths, n) => {
          const exact = (BigInt(hundredths) * BigInt(n) + 9999n) / 10_000n;
          assert.equal(BigInt(rankOf(hundredths / 100, n)), exact);
        },
      ),
    );
  });
});
