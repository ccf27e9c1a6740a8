import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { beyondMarginP, pairedEffect } from '../../../../src/report/regression/paired-effect.ts';
import { signFlipP } from '../../../../src/report/regression/sign-flip.ts';

interface Reference {
  readonly madeBy: string;
  readonly margin: number;
  readonly pairs: readonly {
    readonly a: readonly number[];
    readonly b: readonly number[];
    readonly ratio: number;
    readonly low: number;
    readonly high: number;
    readonly changeP: number;
    readonly beyondP: number;
    readonly signFlipP: number;
  }[];
}

const file = new URL('../../../../../test/unit/report/regression/scipy.json', import.meta.url);
const reference = JSON.parse(readFileSync(file, 'utf8')) as Reference;

function near(ours: number | undefined, theirs: number) {
  assert.ok(
    ours !== undefined && Math.abs(ours - theirs) <= 1e-8 * Math.abs(theirs),
    `${ours}, not ${theirs}`,
  );
}

describe(`paired log ratios, against ${reference.madeBy}`, () => {
  for (const { a, b, ...expected } of reference.pairs) {
    it(`have the ratio, the interval and all p-values of ${a.length} pairs`, () => {
      const effect = pairedEffect(a.map((one, index) => ({ a: one, b: b[index] ?? 0 })));
      near(effect.ratio, expected.ratio);
      near(effect.interval?.low, expected.low);
      near(effect.interval?.high, expected.high);
      near(beyondMarginP(effect, 0), expected.changeP);
      near(beyondMarginP(effect, reference.margin), expected.beyondP);
      near(signFlipP(effect.logRatios), expected.signFlipP);
    });
  }
});

describe('a paired effect', () => {
  it('has no interval from a single pair, and nothing is beyond any margin', () => {
    const effect = pairedEffect([{ a: 10, b: 20 }]);
    near(effect.ratio, 2);
    assert.deepEqual([effect.interval, effect.standardError], [null, null]);
    assert.equal(beyondMarginP(effect, 0), 1);
  });

  it('is certain where all pairs say exactly the same', () => {
    const same = (b: number) => pairedEffect([1, 1, 1].map((a) => ({ a, b })));
    assert.equal(beyondMarginP(same(2), 0.02), 0);
    assert.equal(beyondMarginP(same(1.01), 0.02), 1);
  });

  it('has p below 0.05 exactly when the interval lies beyond the margin', () => {
    for (const { a, b } of reference.pairs) {
      const effect = pairedEffect(a.map((one, index) => ({ a: one, b: b[index] ?? 0 })));
      const { low, high } = effect.interval ?? { low: 0, high: 0 };
      for (const margin of [0, 0.01, 0.02, 0.05, 0.08]) {
        const isBeyond = low > 1 + margin || high < 1 / (1 + margin);
        assert.equal(
          beyondMarginP(effect, margin) < 0.05,
          isBeyond,
          `${a.length} pairs, ${margin}`,
        );
      }
    }
  });
});
