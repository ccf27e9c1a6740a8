import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { levelStep } from '../../../../src/report/regression/level-step.ts';
import { beyondBandP, noiseBand } from '../../../../src/report/regression/noise-band.ts';
import { packageRoot } from '../../../support/package-root.ts';

interface Reference {
  readonly bands: readonly {
    readonly earlier: readonly number[];
    readonly value: number;
    readonly low: number;
    readonly high: number;
    readonly p: number;
  }[];
  readonly steps: readonly {
    readonly left: readonly number[];
    readonly right: readonly number[];
    readonly p: number;
  }[];
}

const scipy: Reference = JSON.parse(
  readFileSync(`${packageRoot}test/unit/report/regression/scipy-levels.json`, 'utf8'),
);

function near(ours: number | undefined, theirs: number) {
  const isNear = ours !== undefined && Math.abs(ours - theirs) <= 1e-8 * Math.abs(theirs) + 1e-15;
  assert.ok(isNear, `${ours}, not ${theirs}`);
}

describe('the noise band', () => {
  for (const { earlier, value, low, high, p } of scipy.bands) {
    it(`is the prediction interval that SciPy gives: ${earlier.length} runs, ${value}`, () => {
      const band = noiseBand(earlier);
      near(band?.low, low);
      near(band?.high, high);
      near(beyondBandP(earlier, value), p);
      assert.equal(beyondBandP(earlier, value) < 0.05, value < low || value > high);
    });
  }
  it('takes five runs', () => {
    assert.equal(noiseBand([1, 2, 3, 4]), null);
    assert.equal(noiseBand([1, 2, 3, 4, 5])?.runs, 5);
  });
  it('is a line where all runs were the same', () => {
    const same = [7, 7, 7, 7, 7];
    const { low, center, high } = noiseBand(same) ?? assert.fail();
    for (const one of [low, center, high]) near(one, 7);
    assert.ok(beyondBandP(same, 7) > 0.05 && beyondBandP(same, 8) < 1e-9);
    assert.deepEqual([beyondBandP([1, 1], 1), beyondBandP([1, 1], 2)], [1, 0]);
  });
});

describe('two levels', () => {
  for (const { left, right, p } of scipy.steps) {
    it(`have the p of Student's t-test: ${left.length} and ${right.length} runs`, () => {
      near(levelStep(left, right, 'n-1').p, p);
    });
  }
  it('differ by the larger of both shares, and by nothing where one is 0', () => {
    near(levelStep([10, 10], [8, 8], 'n-1').magnitude, 0.25);
    near(levelStep([8, 8], [10, 10], 'n-1').magnitude, 0.25);
    assert.equal(levelStep([0, 0], [0, 0], 'n-1').magnitude, 0);
  });
  it('are surely two where nothing is noise, and one where nothing differs', () => {
    assert.equal(levelStep([1, 1], [2, 2], 'n-1').p, 0);
    assert.equal(levelStep([1, 1], [1, 1], 'n-1').p, 1);
    assert.equal(levelStep([1], [2], 'n-1').p, 1);
  });
});
