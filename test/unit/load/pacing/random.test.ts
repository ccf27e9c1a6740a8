import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createRandom } from '../../../../src/load/pacing/random.ts';

const draws = (seed: number, stream: number, count: number) => {
  const random = createRandom(seed, stream);
  return Array.from({ length: count }, () => random());
};

describe('a seeded random', () => {
  it('draws the same numbers for the same seed and stream, on every machine', () => {
    assert.deepEqual(draws(1, 0, 3), [0.3555297380465813, 0.324768390279609, 0.8806444569026799]);
  });
  it('draws other numbers for another stream of the same seed', () => {
    assert.notDeepEqual(draws(1, 0, 3), draws(1, 1, 3));
  });
  it('stays in (0, 1] and is uniform (χ² over 100 cells, 0.1 % level)', () => {
    const cells = new Array<number>(100).fill(0);
    for (const u of draws(42, 7, 100_000)) {
      assert.ok(u > 0 && u <= 1);
      const cell = Math.ceil(u * 100) - 1;
      cells[cell] = (cells[cell] ?? 0) + 1;
    }
    const chiSquare = cells.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    assert.ok(chiSquare < 148.2, `χ² = ${chiSquare}`);
  });
});
