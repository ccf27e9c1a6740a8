import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseShapes } from '../../../src/contract/tensor-shapes.ts';

describe('parseShapes', () => {
  it('reads back what was printed, whole or cut at commas', () => {
    const name = fc.stringMatching(/^[A-Za-z_][\w:./-]{0,10}[A-Za-z_]$/);
    const sizes = fc.array(fc.nat(5000), { minLength: 1 });
    const shapes = fc.uniqueArray(fc.tuple(name, sizes), { selector: ([key]) => key });
    fc.assert(
      fc.property(shapes, fc.boolean(), (entries, cut) => {
        const words = entries.map(([key, list]) => `${key}:${list.join(',')}`);
        const given = cut ? words.flatMap((word) => word.split(',')) : words;
        assert.deepEqual(parseShapes(given), Object.fromEntries(entries));
      }),
    );
  });

  it('keeps the colons of a name', () => {
    assert.deepEqual(parseShapes(['input:0:1,2']), { 'input:0': [1, 2] });
  });

  for (const [words, mistake] of [
    [['image'], /"image" is no shape; write one like image:3,224,224/],
    [['3,4'], /"3" is no shape/],
    [['a:-1'], /"a:-1" is no shape/],
    [['a:1.5'], /is no shape/],
    [['a:1,'], /"" is no shape/],
    [['a:1', 'a:2'], /"a" has two shapes/],
    [['a:99999999999999999999'], /is no size/],
  ] as const) {
    it(`says what is wrong with ${words.join(' ')}`, () =>
      assert.match(String(parseShapes(words)), mistake));
  }
});
