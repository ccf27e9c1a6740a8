import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judgeByHistory } from '../../../../src/report/regression/judge-by-history.ts';

const EARLIER = [10, 10.1, 9.9, 10.05, 9.95, 10.02];

function verdictOf(value: number, over = {}) {
  const metric = { better: 'lower' as const, limit: 0.05, value, earlier: EARLIER, ...over };
  return judgeByHistory([metric])[0]?.verdict;
}

describe('a run beside earlier ones', () => {
  it('is regressed beyond the band and the limit, improved on the other side', () => {
    assert.equal(verdictOf(11), 'regressed');
    assert.equal(verdictOf(9), 'improved');
    assert.equal(verdictOf(11, { better: 'higher' }), 'improved');
    assert.equal(verdictOf(9, { better: 'higher' }), 'regressed');
  });
  it('is not regressed beyond the band alone, nor beyond the limit alone', () => {
    assert.equal(verdictOf(10.4), 'inconclusive');
    const wide = [10, 12, 9, 11, 8, 10];
    assert.equal(verdictOf(11, { earlier: wide }), 'inconclusive');
  });
  it('is no change where the band cannot hide one of the limit', () => {
    assert.equal(verdictOf(10.05), 'no-change');
    assert.equal(verdictOf(10.05, { limit: 0.02 }), 'inconclusive');
  });
  it('is not regressed where an earlier run was as bad: that was a burst, or this is', () => {
    const earlier = [...Array(30).keys()].map((nth) => 10 + 0.02 * (nth % 5)).concat(11.5);
    assert.equal(verdictOf(11.4, { earlier }), 'inconclusive');
    assert.equal(verdictOf(11.6, { earlier }), 'regressed');
  });
  it('is inconclusive where fewer than five are there', () => {
    const [judged] = judgeByHistory([
      { better: 'lower', limit: 0.05, value: 100, earlier: EARLIER.slice(0, 4) },
    ]);
    assert.deepEqual(judged, { verdict: 'inconclusive', band: null, adjustedP: null });
  });
  it('has to be farther off the more metrics are asked', () => {
    const metric = { better: 'lower' as const, limit: 0.02, value: 10.27, earlier: EARLIER };
    const same = { ...metric, value: 10 };
    const fewer = { ...metric, earlier: [] };
    assert.equal(judgeByHistory([metric])[0]?.verdict, 'regressed');
    assert.equal(judgeByHistory([metric, same, same])[0]?.verdict, 'inconclusive');
    assert.equal(judgeByHistory([fewer, metric, fewer])[1]?.verdict, 'regressed');
  });
});
