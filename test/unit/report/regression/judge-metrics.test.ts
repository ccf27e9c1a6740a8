import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type GatingMetric,
  judgeMetrics,
} from '../../../../src/report/regression/judge-metrics.ts';
import { pairedEffect } from '../../../../src/report/regression/paired-effect.ts';

/** A metric whose pairs have these ratios B/A. */
function metric(ratios: readonly number[], over: Partial<GatingMetric> = {}): GatingMetric {
  const effect = pairedEffect(ratios.map((ratio) => ({ a: 10, b: 10 * ratio })));
  return { id: 'p50', better: 'lower', limit: 0.05, effect, ...over };
}

function verdictOf(ratios: readonly number[], over: Partial<GatingMetric> = {}) {
  return judgeMetrics([metric(ratios, over)])[0]?.verdict;
}

const SLOWER = [1.09, 1.11, 1.1, 1.12, 1.08, 1.1, 1.11, 1.09];
const SAME = [0.99, 1.01, 1, 1.02, 0.98, 1, 1.01, 0.99];
const NOISY = [0.8, 1.3, 0.9, 1.25, 0.85, 1.2, 1.1, 0.95];

describe('a verdict on one metric', () => {
  it('is regressed when the whole interval is worse by more than 2 % and the estimate by more than the limit', () => {
    assert.equal(verdictOf(SLOWER), 'regressed');
  });

  it('turns round where more is better', () => {
    assert.equal(verdictOf(SLOWER, { better: 'higher' }), 'improved');
    assert.equal(
      verdictOf(
        SLOWER.map((one) => 1 / one),
        { better: 'higher' },
      ),
      'regressed',
    );
  });

  it('is improved for the same change the other way', () => {
    assert.equal(verdictOf(SLOWER.map((one) => 1 / one)), 'improved');
  });

  it('is no change when the whole interval is within the limit', () => {
    assert.equal(verdictOf(SAME), 'no-change');
  });

  it('is inconclusive when the interval reaches over the limit, and says about how many pairs would tell', () => {
    const [judged] = judgeMetrics([metric(NOISY)]);
    assert.equal(judged?.verdict, 'inconclusive');
    const { low, high } = metric(NOISY).effect.interval ?? { low: 1, high: 1 };
    const half = Math.log(high / low) / 2;
    assert.equal(judged?.pairsNeeded, Math.ceil(8 * (half / Math.log(1.05)) ** 2));
  });

  it('is inconclusive when the change is real but the limit is more', () => {
    assert.equal(verdictOf(SLOWER, { limit: 0.11 }), 'inconclusive');
  });

  it('never comes from a single pair, which also cannot say how many it takes', () => {
    const [judged] = judgeMetrics([metric([3])]);
    assert.deepEqual([judged?.verdict, judged?.pairsNeeded], ['inconclusive', null]);
  });

  it('asks for at least one pair more than there are', () => {
    const [judged] = judgeMetrics([metric(SLOWER, { limit: 0.105 })]);
    assert.equal(judged?.pairsNeeded, 9);
  });

  it('uses the sign-flip test from six pairs on: below, its p could not be small', () => {
    assert.equal(judgeMetrics([metric(SLOWER.slice(0, 5))])[0]?.signFlipP, null);
    assert.equal(judgeMetrics([metric(SLOWER.slice(0, 6))])[0]?.signFlipP, 0.03125);
  });

  it('is told from fewer pairs by the interval alone', () => {
    assert.equal(verdictOf(SLOWER.slice(0, 3)), 'regressed');
  });

  it('has to be surer the more metrics are judged', () => {
    const unsure = [1.02, 1.12, 1.05, 1.14, 1.03, 1.11, 1.1, 1.04];
    assert.equal(verdictOf(unsure), 'regressed');
    const alone = judgeMetrics([metric(unsure)])[0]?.adjustedP ?? 1;
    const among = judgeMetrics([metric(unsure), metric(SAME), metric(SAME)])[0];
    assert.ok(Math.abs((among?.adjustedP ?? 0) - 3 * alone) < 1e-12);
  });

  it('is not told among several metrics when it is only just told alone', () => {
    const unsure = [1.0855, 1.1275, 1.1712];
    assert.equal(verdictOf(unsure), 'regressed');
    assert.equal(judgeMetrics([metric(unsure), metric(SAME)])[0]?.verdict, 'inconclusive');
  });

  it('needs the 95 % interval of its own metric beyond 2 %, however many metrics there are', () => {
    const ratios = [1.02, 1.16, 1.05, 1.15, 1.03, 1.12, 1.13, 1.03];
    const { low } = metric(ratios).effect.interval ?? { low: 0 };
    assert.ok(low > 1.02 && low < 1.05, `${low}`);
    const among = [metric(ratios), metric(SAME), metric(SAME)];
    assert.equal(judgeMetrics(among)[0]?.verdict, 'regressed');
    const within = ratios.map((ratio) => ratio - 0.025);
    assert.equal(verdictOf(within), 'inconclusive');
  });
});
