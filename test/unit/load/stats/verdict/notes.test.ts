import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LoadOutcome } from '../../../../../src/contract/measurements.ts';
import type { Generator } from '../../../../../src/contract/point.ts';
import type { ServerEvidence } from '../../../../../src/contract/server-evidence.ts';
import { notesOf } from '../../../../../src/load/stats/verdict/notes.ts';
import { aLoadOutcome, fates, outcomeOf, SERVER, someFacts } from '../a-load-outcome.ts';
import { MS } from '../a-shard-plan.ts';

const QUIET: Partial<Generator> = {
  ...{ gcPauseNs: 0, stallsOver20Ms: 0, longestStallNs: 0, newConnections: 0, resent: 0 },
  stealShare: 0,
};

function notes(
  generator: Partial<Generator> = {},
  changes: Partial<LoadOutcome> = {},
  server: ServerEvidence | null = SERVER,
): string[] {
  const outcome = aLoadOutcome();
  const merged = { ...outcome.generator, ...QUIET, ...generator };
  return notesOf(someFacts({ ...changes, generator: merged }, server), 'valid');
}

describe('the notes', () => {
  it('are none for a run without events', () => assert.deepEqual(notes(), []));

  const events: [string, Partial<Generator>, string][] = [
    [
      'standstills over 20 ms',
      { stallsOver20Ms: 2, longestStallNs: 31 * MS },
      'the generator stood still for over 20 ms 2 times, for 31 ms at most',
    ],
    [
      'one standstill',
      { stallsOver20Ms: 1, longestStallNs: 31 * MS },
      'the generator stood still for over 20 ms once, for 31 ms at most',
    ],
    ['CPU steal', { stealShare: 0.05 }, '5 % of the CPU time was taken by other virtual machines'],
    [
      'garbage collection',
      { gcPauseNs: 40 * MS },
      'garbage collection paused the generator for 40 ms in all',
    ],
    ['new connections', { newConnections: 3 }, 'connections opened inside the measured phase: 3'],
    [
      'requests sent again',
      { resent: 4 },
      'requests sent again because the server had not taken them: 4',
    ],
  ];
  for (const [what, generator, note] of events) {
    it(`tell of ${what}`, () => assert.deepEqual(notes(generator), [note]));
  }

  it('tell nothing of what is too little to matter', () => {
    assert.deepEqual(notes({ stealShare: 0.009, gcPauseNs: 20 * MS }), []);
    assert.deepEqual(notes({ stealShare: null }), []);
  });

  it('tell of other traffic, and of counts that could not be checked', () => {
    assert.deepEqual(notes({}, {}, { ...SERVER, requests: 3600 }), [
      'the server also served 100 requests that were not ours',
    ]);
    assert.deepEqual(notes({}, {}, null), ['our counts were not checked against the server’s own']);
  });

  it('tell of an interrupt', () => {
    assert.deepEqual(notes({}, { interrupted: true, abortReason: 'ended early by --abort-on x' }), [
      'ended early by --abort-on x, after 30 s of the measured phase',
    ]);
    assert.deepEqual(notes({}, { interrupted: true }), [
      'interrupted after 30 s of the measured phase',
    ]);
  });

  it('tell of failures in the warm-up, which nothing else shows', () => {
    const { phases } = outcomeOf(fates((i) => (i < 3 ? { ending: 'reset' } : {})));
    assert.deepEqual(notes({}, { phases }), ['3 requests of the warm-up failed']);
  });

  describe('on the cap in flight', () => {
    const outcome = aLoadOutcome();
    const atCap = outcome.intervals.map((row) => ({ ...row, inFlight: 990, waiting: 10 }));
    const below = outcome.intervals.map((row) => ({ ...row, inFlight: 989, waiting: 10 }));

    it('say that it was reached', () => {
      const note = 'the cap of 1,000 requests in flight was reached';
      assert.deepEqual(notes({}, { intervals: atCap }), [note]);
      assert.deepEqual(notes({}, { intervals: below }), []);
    });

    it('say in a saturated run that the cap may be why', () => {
      const facts = someFacts({ intervals: atCap });
      assert.match(notesOf(facts, 'saturated')[0] ?? '', /held the load back, not the server$/);
    });

    it('say nothing in a closed loop, which is always at its cap', () => {
      const workload = { ...outcome.workload, model: 'closed' as const };
      assert.deepEqual(notes({}, { intervals: atCap, workload }), []);
    });
  });
});
