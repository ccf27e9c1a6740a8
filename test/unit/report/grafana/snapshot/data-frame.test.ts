import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { lineFrame } from '../../../../../src/report/grafana/snapshot/data-frame.ts';
import { placePanels } from '../../../../../src/report/grafana/snapshot/place-panels.ts';
import { readFrame } from '../../../../stand-ins/grafana/read-frame.ts';

const numbers = fc.oneof(
  fc.double(),
  fc.constantFrom(null, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
);

describe('a line', () => {
  it('is read back as it was written, gaps, NaN and infinities included', () => {
    fc.assert(
      fc.property(fc.array(numbers), (values) => {
        const samples = values.map((value, index) => ({ at: 1.8e12 + index * 1000, value }));
        const json = JSON.parse(JSON.stringify(lineFrame('p99', samples, 1000)));
        const [times, read] = readFrame(json).fields;
        assert.deepEqual(
          times?.values,
          samples.map(({ at }) => at),
        );
        // JSON has one zero.
        assert.deepEqual(
          read?.values,
          values.map((value) => (value === 0 ? 0 : value)),
        );
        assert.equal(read?.shownName, 'p99');
      }),
    );
  });
});

describe('the places of panels', () => {
  it('never overlap, and stay within 24 columns', () => {
    const size = fc.record({
      w: fc.integer({ min: 1, max: 24 }),
      h: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(fc.array(size, { maxLength: 12 }), (sizes) => {
        const placed = placePanels(sizes.map((one) => ({ size: one, body: {} })));
        const taken = new Set<string>();
        for (const { gridPos } of placed) {
          const { x, y, w, h } = gridPos as { x: number; y: number; w: number; h: number };
          assert.ok(x + w <= 24);
          for (let column = x; column < x + w; column += 1) {
            for (let line = y; line < y + h; line += 1) {
              assert.ok(!taken.has(`${column}/${line}`));
              taken.add(`${column}/${line}`);
            }
          }
        }
      }),
    );
  });
});
