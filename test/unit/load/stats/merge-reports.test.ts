import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { mergeFailures } from '../../../../src/load/stats/merge-failures.ts';
import { merge, mergedFrom, mergeReports } from '../../../../src/load/stats/merge-reports.ts';
import { anyFate, type Fate, playLoad } from './play-load.ts';

const loads = fc.tuple(
  fc.array(anyFate, { maxLength: 60 }),
  fc.array(anyFate, { maxLength: 60 }),
  fc.array(anyFate, { maxLength: 60 }),
);
const viewsOf = (fates: Fate[][]) => fates.map((f, shard) => mergedFrom(playLoad(f, { shard })));

describe('merging shards', () => {
  it('does not depend on the order or the grouping', () => {
    fc.assert(
      fc.property(loads, (fates) => {
        const [a, b, c] = viewsOf(fates) as [Merged, Merged, Merged];
        const all = merge(merge(a, b), c);
        assert.deepEqual(merge(a, merge(b, c)), all);
        assert.deepEqual(merge(c, merge(b, a)), all);
      }),
      { numRuns: 10 },
    );
  });

  it('gives what one shard with all the requests would have measured', () => {
    fc.assert(
      fc.property(loads, (fates) => {
        const alone = playLoad(fates.flat());
        const merged = mergeReports(fates.map((f, shard) => playLoad(f, { shard })));
        merged.phases.forEach((phase, i) => {
          const { failures: _, ...expected } = alone.phases[i] as (typeof alone.phases)[number];
          const { failures, ...actual } = phase;
          assert.deepEqual(actual, expected);
        });
        const answers = (rows: typeof alone.intervals) =>
          rows.map(({ second, phase, due, completed, failed, timedOut, response, service }) => {
            return { second, phase, due, completed, failed, timedOut, response, service };
          });
        assert.deepEqual(answers(merged.intervals), answers(alone.intervals));
      }),
      { numRuns: 10 },
    );
  });

  it('adds what is in flight in the same second, and keeps the longest standstill', () => {
    const merged = mergeReports([playLoad([], { shard: 1 }), playLoad([], { shard: 2 })]);
    const { inFlight, waiting, stallNs } = merged.intervals[10] ?? {};
    assert.deepEqual([inFlight, waiting, stallNs], [11 + 12, 2, 10]);
  });

  it('keeps failures apart by reason and message, with the earliest words', () => {
    const fate = (dueNs: number, detail: string, ending: Fate['ending'] = 'http-5xx') => ({
      ...{ dueNs, latenessNs: 0, waitedNs: 0, serviceNs: 1, ending, detail },
    });
    const merged = mergeReports([
      playLoad([fate(20, 'no room for 7'), fate(9, 'gone')], { shard: 0 }),
      playLoad([fate(10, 'no room for 8'), fate(30, 'no room for 9')], { shard: 1 }),
      playLoad([fate(1, 'no room for 1', 'http-4xx')], { shard: 2 }),
    ]);
    assert.deepEqual(merged.phases[0]?.failures, [
      {
        ...{ reason: 'http-4xx', message: 'no room for #', count: 1, firstNs: 2, lastNs: 2 },
        sample: 'no room for 1',
      },
      { reason: 'http-5xx', message: 'gone', count: 1, firstNs: 10, lastNs: 10, sample: 'gone' },
      {
        ...{ reason: 'http-5xx', message: 'no room for #', count: 3, firstNs: 11, lastNs: 31 },
        sample: 'no room for 8',
      },
    ]);
  });

  it('chooses among words of the same time alike, whichever shard comes first', () => {
    const failure = { reason: 'reset', message: 'gone #', count: 1, firstNs: 5, lastNs: 5 };
    const [one, two] = [
      { ...failure, sample: 'gone 1' },
      { ...failure, sample: 'gone 2' },
    ];
    assert.deepEqual(mergeFailures([two], [one]), mergeFailures([one], [two]));
  });

  it('of no shard is refused', () => {
    assert.throws(() => mergeReports([]), /no shard has reported/);
  });

  it('is interrupted when one was', () => {
    const view = { ...mergedFrom(playLoad([])), interrupted: true };
    assert.equal(merge(mergedFrom(playLoad([])), view).interrupted, true);
  });
});

type Merged = ReturnType<typeof mergedFrom>;
