import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Counters } from '../../../../../src/contract/accounting.ts';
import type { LoadOutcome } from '../../../../../src/contract/measurements.ts';
import type { ServerEvidence } from '../../../../../src/contract/server-evidence.ts';
import { judge } from '../../../../../src/load/stats/judge.ts';
import { accounting, otherTraffic } from '../../../../../src/load/stats/verdict/accounting.ts';
import { aLoadOutcome, everyNth, fates, outcomeOf, SERVER, someFacts } from '../a-load-outcome.ts';

/** The healthy load with one counter of one phase off. */
function miscounted(phase: number, counter: keyof Counters, by: number): LoadOutcome {
  const outcome = aLoadOutcome();
  const phases = outcome.phases.map((p, i) =>
    i === phase ? { ...p, counters: { ...p.counters, [counter]: p.counters[counter] + by } } : p,
  );
  return { ...outcome, phases };
}

const served = (requests: number | null, restarted = false): ServerEvidence => ({
  ...SERVER,
  requests,
  restarted,
});

describe('the accounting rule', () => {
  it('makes any run invalid whose identity is broken, whichever count is off', () => {
    const counters = fc.constantFrom<keyof Counters>(
      ...(['planned', 'completed', 'failed', 'timedOut', 'aborted', 'unsent'] as const),
    );
    const off = fc.integer({ min: 1, max: 1_000_000 });
    fc.assert(
      fc.property(fc.constantFrom(0, 1), counters, off, (phase, counter, by) => {
        assert.equal(judge(miscounted(phase, counter, by), null, []).verdict, 'invalid');
      }),
      { numRuns: 30 },
    );
  });

  it('fires when there are not as many latencies as answers and time-outs', () => {
    const both = miscounted(1, 'completed', 1).phases.map(({ counters, ...phase }) => {
      const { completed, failed, timedOut, aborted, unsent } = counters;
      const planned = completed + failed + timedOut + aborted + unsent;
      return { ...phase, counters: { ...counters, planned } };
    });
    const rule = accounting(someFacts({ phases: both }, null));
    assert.equal(rule.fired, true);
    assert.match(rule.value, /^3,000 latencies of 3,001 completed and timed out requests$/);
  });

  it('fires when the server served fewer requests than we saw completed', () => {
    const rule = accounting(someFacts({}, served(3499)));
    assert.equal(rule.fired, true);
    assert.equal(rule.value, 'the server counted 3,499 requests, we saw 3,500 completed');
  });

  const twins: [string, ServerEvidence | null][] = [
    ['when it served exactly ours', served(3500)],
    ['when it served more: others were there too', served(9999)],
    ['when nobody asked the server', null],
    ['when the server does not count', served(null)],
    ['when it restarted, and counts from 0 again: another rule says so', served(17, true)],
  ];
  for (const [when, server] of twins) {
    it(`does not fire ${when}`, () => assert.equal(accounting(someFacts({}, server)).fired, false));
  }
});

describe('other traffic', () => {
  const timedOut = outcomeOf(fates(everyNth(100, { ending: 'timed-out' })));

  it('is what the server served beyond everything we sent, time-outs that it may have served too', () => {
    assert.equal(otherTraffic(someFacts({}, served(3507))), 7);
    assert.equal(otherTraffic(someFacts(timedOut, served(3470))), 0);
    assert.equal(otherTraffic(someFacts(timedOut, served(3500))), 0);
    assert.equal(otherTraffic(someFacts(timedOut, served(3501))), 1);
  });

  it('is not known without the server’s counters', () => {
    assert.equal(otherTraffic(someFacts({}, null)), null);
    assert.equal(otherTraffic(someFacts({}, served(null))), null);
    assert.equal(otherTraffic(someFacts({}, served(9999, true))), null);
  });
});
