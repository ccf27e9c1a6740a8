import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { thin } from '../../../../../src/report/render/chart/thin.ts';

const line = fc
  .array(fc.option(fc.integer({ min: 0, max: 1e6 })), { minLength: 1, maxLength: 2000 })
  .map((values) => values.map((value, at) => ({ at, value })));
const columns = fc.integer({ min: 1, max: 300 });

describe('thinning a line', () => {
  it('keeps a short line as it is', () => {
    const short = [{ at: 0, value: 1 }];
    assert.equal(thin(short, 10), short);
  });
  it('keeps the highest and the lowest sample of all', () => {
    fc.assert(
      fc.property(line, columns, (samples, count) => {
        const values = (list: typeof samples) => list.flatMap(({ value }) => value ?? []);
        const [before, after] = [values(samples), values([...thin(samples, count)])];
        assert.equal(Math.max(...after), Math.max(...before));
        assert.equal(Math.min(...after), Math.min(...before));
      }),
    );
  });
  it('keeps order and draws at most two samples a column', () => {
    fc.assert(
      fc.property(line, columns, (samples, count) => {
        const thinned = thin(samples, count);
        assert.ok(thinned.length <= Math.max(count * 2, 1));
        assert.ok(
          thinned.every(({ at }, index) => index === 0 || at > (thinned[index - 1]?.at ?? 0)),
        );
      }),
    );
  });
});
