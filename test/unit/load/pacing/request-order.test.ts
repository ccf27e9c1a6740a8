import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { createRequestOrder } from '../../../../src/load/pacing/request-order.ts';

describe('the order of requests', () => {
  it('holds every request of the set exactly once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(), (size, seed) => {
        const sorted = createRequestOrder(size, seed).toSorted();
        assert.deepEqual(
          [...sorted],
          Array.from({ length: size }, (_, request) => request),
        );
      }),
    );
  });
  it('is shuffled, and the same for the same seed', () => {
    assert.deepEqual(createRequestOrder(100, 5), createRequestOrder(100, 5));
    assert.notDeepEqual(createRequestOrder(100, 5), createRequestOrder(100, 6));
  });
  it('puts every request in every place about as often', () => {
    const seen = new Array<number>(5).fill(0);
    for (let seed = 0; seed < 2000; seed += 1) {
      const place = createRequestOrder(5, seed).indexOf(0);
      seen[place] = (seen[place] ?? 0) + 1;
    }
    for (const times of seen) assert.ok(Math.abs(times - 400) < 80, `${seen}`);
  });
});
