import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fromBf16, fromFp16, toBf16, toFp16 } from '../../../../src/load/requests/half-float.ts';

const ALL_BITS = Array.from({ length: 0x10000 }, (_, bits) => bits);

for (const [name, from, to] of [
  ['FP16', fromFp16, toFp16],
  ['BF16', fromBf16, toBf16],
] as const) {
  describe(name, () => {
    const values = ALL_BITS.map(from).filter((value) => !Number.isNaN(value));
    const ascending = [...new Set(values)].sort((a, b) => a - b);

    it('keeps each of its own values', () => {
      const changed = ALL_BITS.filter(
        (bits) => !Number.isNaN(from(bits)) && to(from(bits)) !== bits,
      );
      assert.deepEqual(changed, []);
    });

    it('keeps not-a-number', () => assert.ok(Number.isNaN(from(to(Number.NaN)))));

    it('takes the nearer of two neighbours, and of two equally near ones the even', () => {
      const finite = ascending.filter(Number.isFinite);
      const place = fc.integer({ min: 0, max: finite.length - 2 });
      fc.assert(
        fc.property(place, fc.integer({ min: 0, max: 8 }), (index, eighths) => {
          const [below = 0, above = 0] = finite.slice(index, index + 2);
          const value = below + ((above - below) * eighths) / 8;
          const got = from(to(value));
          if (eighths !== 4) assert.equal(got + 0, (eighths < 4 ? below : above) + 0);
          else assert.equal(to(value) & 1, 0);
        }),
      );
    });

    it('overflows to infinity', () => {
      assert.equal(from(to(1e300)), Number.POSITIVE_INFINITY);
      assert.equal(from(to(-1e300)), Number.NEGATIVE_INFINITY);
    });
  });
}

describe('known bits', () => {
  for (const [value, fp16, bf16] of [
    [0, 0x0000, 0x0000],
    [-0, 0x8000, 0x8000],
    [1, 0x3c00, 0x3f80],
    [-2, 0xc000, 0xc000],
    [65504, 0x7bff, 0x4780],
    [65519.996, 0x7bff, 0x4780],
    [65520, 0x7c00, 0x4780],
    [2 ** -24, 0x0001, 0x3380],
    [2 ** -25, 0x0000, 0x3300],
    [1 / 3, 0x3555, 0x3eab],
  ] as const) {
    it(`${value} is FP16 0x${fp16.toString(16)} and BF16 0x${bf16.toString(16)}`, () =>
      assert.deepEqual([toFp16(value), toBf16(value)], [fp16, bf16]));
  }
});
