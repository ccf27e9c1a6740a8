import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PairBook } from '../../../../src/app/ab/pair-book.ts';
import { limitsFrom } from '../../../../src/report/index.ts';
import { aRun } from '../../report/compare/some-pairs.ts';

const first = (nth: number) => ({ order: 'AB', role: 'first', nth }) as const;
const confirming = (nth: number) => ({ order: 'BA', role: 'confirmation', nth }) as const;
const book = () => new PairBook({ limits: limitsFrom({}) });
const BRIEF = { seconds: 10 };

describe('the pairs that were measured', () => {
  it('are judged where both runs can be relied on', () => {
    const pairs = book();
    assert.equal(pairs.add(first(0), aRun(1, 0, BRIEF), aRun(1.3, 1, BRIEF)), null);
    const invalid = aRun(1.3, 2, { ...BRIEF, verdict: 'invalid' });
    assert.equal(pairs.add(first(1), invalid, aRun(1, 3, BRIEF)), 'A (run-2) is invalid');
    const aborted = aRun(1.3, 5, { ...BRIEF, status: 'aborted' });
    assert.match(pairs.add(first(2), aRun(1, 4, BRIEF), aborted) ?? '', /^B \(run-5\) is aborted/);
    assert.deepEqual(pairs.comparison(false)?.pairs, [{ a: 'run-0', b: 'run-1' }]);
    assert.deepEqual(
      pairs.measured(false).map(({ judged, why }) => [judged, why]),
      [
        [true, null],
        [false, 'A (run-2) is invalid'],
        [false, 'B (run-5) is aborted, not complete'],
      ],
    );
  });

  it('rest on the confirmation alone where there is one', () => {
    const pairs = book();
    pairs.add(first(0), aRun(1, 0, BRIEF), aRun(1.3, 1, BRIEF));
    pairs.add(confirming(1), aRun(1, 3, BRIEF), aRun(1, 2, BRIEF));
    assert.deepEqual(pairs.comparison(true)?.pairs, [{ a: 'run-3', b: 'run-2' }]);
    assert.deepEqual(
      pairs.measured(true).map(({ judged, why }) => [judged, why?.slice(0, 12)]),
      [
        [false, 'it asked for'],
        [true, undefined],
      ],
    );
    assert.match(pairs.measured(false)[1]?.why ?? '', /did not come to its end/);
  });

  it('are kept, and not judged, where a side was not measured any more', () => {
    const pairs = book();
    pairs.addHalf(first(0), { a: aRun(1, 0, BRIEF), b: null }, 'it was interrupted');
    assert.equal(pairs.comparison(false), null);
    assert.deepEqual(pairs.measured(false), [
      { order: 'AB', role: 'first', a: 'run-0', b: null, judged: false, why: 'it was interrupted' },
    ]);
  });
});
