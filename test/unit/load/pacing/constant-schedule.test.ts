import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { createConstantSchedule } from '../../../../src/load/pacing/constant-schedule.ts';
import { allDue } from '../../../support/all-due.ts';

describe('a constant schedule', () => {
  it('has its first request due at the start and the others at equal distances', () => {
    assert.deepEqual(allDue(createConstantSchedule(5e9, 1e9, 4)), [5e9, 5.25e9, 5.5e9, 5.75e9]);
  });
  it('does not drift: the last of 2,160,000 at a rate of 600/s is due to the nanosecond', () => {
    const due = allDue(createConstantSchedule(0, 3600e9, 2_160_000));
    assert.equal(due.at(-1), Math.floor(2_159_999 * (1e9 / 600)));
  });
  it('has exactly as many arrivals as asked for, in order, inside its phase', () => {
    const plan = fc.tuple(fc.nat(1e12), fc.integer({ min: 1, max: 1e12 }), fc.nat(500));
    fc.assert(
      fc.property(plan, ([startNs, durationNs, count]) => {
        const due = allDue(createConstantSchedule(startNs, durationNs, count));
        assert.equal(due.length, count);
        assert.deepEqual(
          due,
          due.toSorted((a, b) => a - b),
        );
        for (const ns of due) assert.ok(ns >= startNs && ns < startNs + durationNs);
      }),
    );
  });
});
