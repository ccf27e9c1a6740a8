import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { commitOutcome } from '../../../../src/report/publish/commit-outcome.ts';
import { headlineOf } from '../../../../src/report/publish/headline.ts';
import { aComparison } from '../../../support/a-comparison.ts';
import { aResult, gate } from '../../../support/a-result.ts';
import { somePairs } from '../compare/some-pairs.ts';

const MS = 1e6;
const MISSED = gate('p99<10ms', 12.1 * MS, 10 * MS, -0.21, false);
const MET = gate('p50<10ms', 2 * MS, 10 * MS, 0.8, true);

describe('the first line about a comparison', () => {
  it('names the largest change for the worse with its interval', () => {
    const { state, word, what } = headlineOf(aComparison(somePairs(6, 1.2)));
    assert.deepEqual([state, word], ['bad', 'regressed']);
    assert.match(what, /^p(50|99) \+\d\d(\.\d)? % \(95 %: \+1\d(\.\d)? % … \+2\d(\.\d)? %\)$/);
  });

  it('is good for an improvement and for no change', () => {
    assert.deepEqual(
      [aComparison(somePairs(6, 0.7)), aComparison(somePairs(6, 1))].map(
        (document) => headlineOf(document).word,
      ),
      ['improved', 'no change'],
    );
  });

  it('of a single pair is that nobody can tell', () => {
    const { state, word, symbol } = headlineOf(aComparison(somePairs(1, 1.5)));
    assert.deepEqual([state, word, symbol], ['unsure', 'inconclusive', '➖']);
  });

  it('is there without one judged pair', () => {
    const document = aComparison(somePairs(2, 1), {
      comparison: null,
      verdict: 'invalid',
      status: 'interrupted',
    });
    assert.deepEqual(headlineOf(document), {
      state: 'unsure',
      symbol: '⚠️',
      word: 'invalid',
      what: 'interrupted',
    });
  });
});

describe('the first line about a result', () => {
  it('names the condition that was missed by most', () => {
    const worse = gate('p50<1ms', 3 * MS, 1 * MS, -2, false);
    const { word, what } = headlineOf(aResult({ gates: [MET, MISSED, worse] }));
    assert.deepEqual([word, what], ['missed', 'p50<1ms: 3.00 ms, and 1 more']);
  });

  it('says why a condition could not be told', () => {
    const unknown = gate('p99.9<10ms', null, 10 * MS, null, false, 'needs 10,000 requests');
    const { state, what } = headlineOf(aResult({ gates: [unknown] }));
    assert.deepEqual([state, what], ['bad', 'p99.9<10ms: needs 10,000 requests']);
  });

  it('of an invalid one says nothing about conditions, which rest on the same numbers', () => {
    const { state, word } = headlineOf({ ...aResult({ gates: [MISSED] }), verdict: 'invalid' });
    assert.deepEqual([state, word], ['unsure', 'invalid']);
  });

  it('has the latency and the conditions of a good one', () => {
    const { state, what } = headlineOf(aResult({ gates: [MET] }));
    assert.equal(state, 'good');
    assert.match(what, /^p50 \d\.\d\d ms, p99 \d\.\d\d ms; its condition is met$/);
  });

  it('tells a run that was ended early', () => {
    assert.equal(headlineOf(aResult({ status: 'interrupted' })).word, 'interrupted');
  });
});

describe('the mark of a commit', () => {
  it('is a failure for what is worse, neutral for what could not be told', () => {
    const regressed = aComparison(somePairs(6, 1.2));
    const unsure = aComparison(somePairs(1, 1));
    const invalid = { ...aResult(), verdict: 'invalid' as const, exitCode: 6 };
    const of = (...documents: Parameters<typeof commitOutcome>[0]) => {
      const { state, conclusion } = commitOutcome(documents);
      return [state, conclusion];
    };
    assert.deepEqual(of(regressed), ['failure', 'failure']);
    assert.deepEqual(of(unsure), ['success', 'neutral']);
    assert.deepEqual(of({ ...unsure, exitCode: 1 }), ['failure', 'failure']);
    assert.deepEqual(of(invalid), ['error', 'neutral']);
    assert.deepEqual(of(aResult()), ['success', 'success']);
    assert.deepEqual(of(aResult(), invalid, regressed), ['failure', 'failure']);
  });
});
