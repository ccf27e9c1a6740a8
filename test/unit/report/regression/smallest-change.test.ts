import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pairedEffect } from '../../../../src/report/regression/paired-effect.ts';
import {
  leastLimit,
  pairsFor,
  smallestChange,
  spreadOf,
} from '../../../../src/report/regression/smallest-change.ts';

/** scipy.stats.t.ppf([0.975, 0.8], 7) */
const [T_975, T_80] = [2.3646242516, 0.896029644];

const near = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-6, `${actual} is not ${expected}`);

describe('the spread of pairs', () => {
  it('is the standard deviation of ln(B/A), back from the interval', () => {
    const ratios = [1.02, 0.97, 1.01, 0.99, 1.05, 1, 0.96, 1.03];
    const { interval, logRatios } = pairedEffect(ratios.map((b) => ({ a: 1, b })));
    const mean = logRatios.reduce((sum, one) => sum + one, 0) / 8;
    const squares = logRatios.reduce((sum, one) => sum + (one - mean) ** 2, 0);
    assert.ok(interval);
    near(spreadOf(interval, 8), Math.sqrt(squares / 7));
  });
});

describe('what pairs can tell', () => {
  it('is a change whose interval lies beyond 2 % four times in five', () => {
    const reach = (T_975 + T_80) * (0.03 / Math.sqrt(8));
    near(smallestChange(0.03, 8), 1.02 * Math.exp(reach) - 1);
    near(smallestChange(0, 8), 0.02);
  });

  it('is no change of a limit that the interval fits into', () => {
    near(leastLimit(0.03, 8), Math.exp((T_975 * 0.03) / Math.sqrt(8)) - 1);
  });

  it('takes more pairs for a smaller limit and for more noise, and sometimes more than there can be', () => {
    const eight = pairsFor(0.03, 0.036);
    assert.equal(eight, 8);
    assert.ok((pairsFor(0.03, 0.025) ?? 0) > 8);
    assert.ok((pairsFor(0.01, 0.036) ?? 9) < 8);
    assert.equal(pairsFor(0.2, 0.05), null);
    assert.equal(pairsFor(0, 0.05), 2);
  });
});
