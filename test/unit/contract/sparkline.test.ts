import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { sparkline, stretches } from '../../../src/contract/sparkline.ts';

describe('a sparkline', () => {
  it('is drawn from 0 up', () => {
    assert.equal(sparkline([0, 50, 100], 'highest'), '▁▅█');
    assert.equal(sparkline([100, 100], 'highest'), '██');
    assert.equal(sparkline([0, 0], 'highest'), '▁▁');
  });
  it('shows what is not known as a gap', () => assert.equal(sparkline([null, 1], 'highest'), '·█'));
  it('keeps the spike of one second in an hour', () => {
    const values = Array.from({ length: 3600 }, (_, second) => (second === 1800 ? 100 : 1));
    assert.equal(sparkline(values, 'highest').replaceAll('▁', ''), '█');
    const dip = values.map((value) => 101 - value);
    assert.equal(sparkline(dip, 'lowest').replaceAll('█', ''), '▁');
  });
  it('has each value in one stretch, in order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer({ min: 1, max: 50 }), (values, most) => {
        const parts = stretches(values, most);
        assert.deepEqual(parts.flat(), values);
        assert.ok(parts.length <= most);
        assert.ok(parts.every(({ length }) => length > 0));
      }),
    );
  });
});
