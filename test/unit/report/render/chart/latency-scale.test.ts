import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { latencyScale, rateScale } from '../../../../../src/report/render/chart/latency-scale.ts';

const canvas = {
  variant: 'wide',
  width: 960,
  height: 320,
  left: 64,
  right: 944,
  top: 18,
  bottom: 276,
} as const;

describe('the axis of latencies', () => {
  it('starts at 0 where values are alike', () => {
    const scale = latencyScale([1e6, 3e6], 10, canvas);
    assert.equal(scale.isLogarithmic, false);
    assert.equal(scale.ticks[0], 0);
  });
  it('is logarithmic where they are not', () => {
    const scale = latencyScale([1.3e6, 130e6], 10, canvas);
    assert.equal(scale.isLogarithmic, true);
    assert.deepEqual(scale.ticks, [1e6, 1e7, 1e8]);
    assert.deepEqual([scale(1e6), scale(2e8)], [canvas.bottom, canvas.top]);
  });
  it('is of any number of values', () => {
    const values = Array.from({ length: 300_000 }, (_, index) => index);
    assert.equal(rateScale(values, canvas).ends[1], 350_000);
    assert.deepEqual(latencyScale(values, 10, canvas).ends, [1, 500_000]);
  });
  it('has more lines where it spans little', () => {
    assert.deepEqual(latencyScale([1.3e6, 14e6], 10, canvas).ticks, [1e6, 2e6, 5e6, 1e7, 2e7]);
  });
  it('keeps every value on the canvas', () => {
    const values = fc.array(fc.integer({ min: 1, max: 1e12 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(values, (list) => {
        const scale = latencyScale(list, 10, canvas);
        for (const value of list) {
          const y = scale(value);
          assert.ok(y >= canvas.top - 0.01 && y <= canvas.bottom + 0.01, `${value} at ${y}`);
        }
        assert.ok(scale.ticks.length >= 2 && scale.ticks.length <= 14, String(scale.ticks));
      }),
    );
  });
});
