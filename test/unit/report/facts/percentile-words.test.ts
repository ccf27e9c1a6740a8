import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Percentile } from '../../../../src/contract/point.ts';
import { percentileWords } from '../../../../src/report/facts/percentile-words.ts';

const measured: Extract<Percentile, { state: 'measured' }> = {
  state: 'measured',
  percent: 99,
  valueNs: 1_234_567,
  lowNs: 1_100_000,
  highNs: 1_400_000,
  distorted: false,
  decidedBySeconds: null,
};
const words = (percentile: Percentile) => percentileWords(percentile, 30);

describe('a percentile', () => {
  it('that was measured has its interval', () => {
    assert.deepEqual(words(measured), { value: '1.23 ms', interval: '1.10 … 1.40 ms', doubts: [] });
  });
  it('whose interval is open says so, and why', () => {
    const { interval, doubts } = words({ ...measured, highNs: null });
    assert.equal(interval, '≥ 1.10 ms');
    assert.deepEqual(doubts, ['open above, 30 s is short for it']);
  });
  it('that few seconds decided says how many', () => {
    assert.deepEqual(words({ ...measured, decidedBySeconds: 4 }).doubts, [
      'decided by 4 of 30 seconds',
    ]);
  });
  it('that we moved ourselves is marked', () => {
    const { doubts, tone } = words({ ...measured, distorted: true });
    assert.deepEqual(doubts, ['moved by lateness of the generator itself']);
    assert.equal(tone, 'warn');
  });
  it('of too few requests is not printed', () => {
    const { value, interval } = words({ state: 'too-few', percent: 99, needs: 1000 });
    assert.deepEqual([value, interval], ['–', 'needs 1,000 requests']);
  });
  it('among requests that never came back is only a bound', () => {
    const { value, interval } = words({ state: 'beyond', percent: 50, aboveNs: 5e9 });
    assert.deepEqual([value, interval], ['> 5.00 s', 'never came back']);
  });
});
