import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { addCounters, noCounters, unaccounted } from '../../../src/contract/accounting.ts';
import { endingOf, OUTCOME_CODE, OUTCOMES } from '../../../src/contract/outcome.ts';

const counters = fc.record(
  {
    planned: fc.nat(),
    completed: fc.nat(),
    failed: fc.nat(),
    timedOut: fc.nat(),
    aborted: fc.nat(),
    unsent: fc.nat(),
  },
  { noNullPrototype: true },
);

describe('counters', () => {
  it('add in any order', () => {
    fc.assert(
      fc.property(counters, counters, counters, (a, b, c) => {
        assert.deepEqual(addCounters(a, b), addCounters(b, a));
        assert.deepEqual(addCounters(addCounters(a, b), c), addCounters(a, addCounters(b, c)));
        assert.deepEqual(addCounters(a, noCounters()), a);
      }),
    );
  });
  it('leave as much unaccounted together as apart', () => {
    fc.assert(
      fc.property(counters, counters, (a, b) => {
        assert.equal(unaccounted(addCounters(a, b)), unaccounted(a) + unaccounted(b));
      }),
    );
  });
});

describe('the closed list of outcomes', () => {
  it('gives every outcome one place in the accounting', () => {
    for (const name of OUTCOMES) assert.ok(endingOf(OUTCOME_CODE[name]) in noCounters());
  });
  it('counts only ok as completed', () => {
    assert.deepEqual(
      OUTCOMES.filter((name) => endingOf(OUTCOME_CODE[name]) === 'completed'),
      ['ok'],
    );
  });
});
