import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { latencyHeatmap } from '../../../../src/report/facts/latency-heatmap.ts';
import { timeline } from '../../../../src/report/facts/timeline.ts';
import { encode } from '../../../support/a-measurement.ts';
import { aPoint } from '../../../support/a-result.ts';

const point = aPoint();
const base = point.intervals[0] ?? assert.fail();

function secondsOf(values: readonly (readonly number[])[]) {
  const intervals = values.map((own, second) => ({ ...base, second, response: encode(own) }));
  return timeline({ ...point, intervals });
}

describe('the heat map', () => {
  it('puts an answer where it came and how long it took', () => {
    const [cell, ...others] = latencyHeatmap(secondsOf([[], [5e6]]), 100);
    assert.ok(cell);
    assert.deepEqual([cell.startSecond, cell.endSecond, cell.count], [1, 2, 1]);
    assert.ok(cell.lowNs <= 5e6 && 5e6 < cell.highNs);
    assert.deepEqual(others, []);
  });
  it('adds seconds up where there are more than columns, and loses none of their answers', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.integer({ min: 0, max: 60e9 }), { maxLength: 6 }), { maxLength: 30 }),
        fc.integer({ min: 1, max: 12 }),
        (values, columns) => {
          const cells = latencyHeatmap(secondsOf(values), columns);
          const counted = cells.reduce((sum, { count }) => sum + count, 0);
          assert.equal(counted, values.flat().length);
          assert.ok(new Set(cells.map(({ startSecond }) => startSecond)).size <= columns);
        },
      ),
      { numRuns: 60 },
    );
  });
});
