import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Interval } from '../../../../src/contract/point.ts';
import { timeline } from '../../../../src/report/facts/timeline.ts';
import { encode } from '../../../support/a-measurement.ts';
import { aPoint } from '../../../support/a-result.ts';

function withIntervals(intervals: readonly Interval[]) {
  return timeline({ ...aPoint(), intervals: [...intervals] });
}

const [second] = aPoint().intervals;
const base: Interval = second ?? assert.fail();

describe('the seconds of a run', () => {
  it('carry what was due and served, and their phase', () => {
    const entries = timeline(aPoint());
    assert.deepEqual(new Set(entries.map(({ phase }) => phase)), new Set(['warmup', 'measured']));
    const due = entries.reduce((sum, { duePerSecond }) => sum + duePerSecond, 0);
    assert.equal(due, 1200);
  });
  it('after the last due time are the drain', () => {
    const slow = aPoint({ serviceNs: () => 1.5e9 });
    assert.deepEqual(
      timeline(slow)
        .slice(-3)
        .map(({ phase }) => phase),
      ['measured', 'drain', 'drain'],
    );
  });
  it('merged for a long run are rates again', () => {
    const merged = [0, 10, 20].map((at) => ({ ...base, second: at, due: 2000, completed: 1000 }));
    for (const entry of withIntervals(merged)) {
      assert.equal(entry.duePerSecond, 200);
      assert.equal(entry.servedPerSecond, 100);
      assert.equal(entry.endSecond - entry.startSecond, 10);
    }
  });
  it('come in order', () => {
    const mixed = [2, 0, 1].map((at) => ({ ...base, second: at }));
    assert.deepEqual(
      withIntervals(mixed).map(({ startSecond }) => startSecond),
      [0, 1, 2],
    );
  });
  it('show a percentile only from enough answers', () => {
    const sizes = [0, 19, 20, 99, 100, 999, 1000];
    const entries = withIntervals(
      sizes.map((size, at) => ({ ...base, second: at, response: encode(Array(size).fill(1e6)) })),
    );
    const known = entries.map(({ p50Ns, p90Ns, p99Ns }) =>
      [p50Ns, p90Ns, p99Ns].map((value) => value !== null),
    );
    assert.deepEqual(known, [
      [false, false, false],
      [false, false, false],
      [true, false, false],
      [true, false, false],
      [true, true, false],
      [true, true, false],
      [true, true, true],
    ]);
  });
});
