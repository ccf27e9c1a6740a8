import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { BucketCounts, ClientTotals } from '../../../src/contract/client-metrics.ts';
import { endingOf, OUTCOME_CODE, type Outcome } from '../../../src/contract/outcome.ts';
import { RunningTotals } from '../../../src/load/running-totals.ts';
import { decodeHistogram } from '../../../src/load/stats/histogram-codec.ts';
import { anyFate, playLoad } from './stats/play-load.ts';

const sumOf = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
const countOf = ({ counts }: BucketCounts) => sumOf(counts);

function endingsOf({ requests }: ClientTotals): Record<string, number> {
  const endings: Record<string, number> = {};
  for (const [outcome, count] of Object.entries(requests)) {
    const ending = endingOf(OUTCOME_CODE[outcome as Outcome]);
    endings[ending] = (endings[ending] ?? 0) + count;
  }
  return endings;
}

describe('what the seconds of a load add up to', () => {
  it('is what its report counts, however its requests end', () => {
    fc.assert(
      fc.property(fc.array(anyFate, { maxLength: 200 }), (fates) => {
        const running = new RunningTotals();
        const onSecond = running.add.bind(running);
        const { phases } = playLoad(fates, { onSecond });
        const { totals } = running;
        for (const ending of ['completed', 'failed', 'timedOut', 'aborted', 'unsent'] as const) {
          const counted = sumOf(phases.map(({ counters }) => counters[ending]));
          assert.equal(endingsOf(totals)[ending], counted, ending);
        }
        for (const [shown, name] of [
          [totals.responseTime, 'response'],
          [totals.serviceTime, 'service'],
          [totals.lateness, 'lateness'],
        ] as const) {
          const counts = phases.map(({ histograms }) => decodeHistogram(histograms[name]).count);
          assert.equal(countOf(shown), sumOf(counts), name);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('never falls', () => {
    fc.assert(
      fc.property(fc.array(anyFate, { maxLength: 60 }), (fates) => {
        const running = new RunningTotals();
        let before = running.totals;
        playLoad(fates, {
          onSecond: (...second) => {
            running.add(...second);
            const { totals } = running;
            totals.lateness.counts.forEach((count, bucket) => {
              assert.ok(count >= (before.lateness.counts[bucket] ?? 0));
            });
            assert.ok(totals.lateness.sumNs >= before.lateness.sumNs);
            for (const [outcome, count] of Object.entries(totals.requests)) {
              assert.ok(count >= (before.requests[outcome] ?? 0));
            }
            before = totals;
          },
        });
      }),
      { numRuns: 20 },
    );
  });

  it('shows the state of the last second', () => {
    const running = new RunningTotals();
    playLoad([], { seconds: 3, shard: 5, onSecond: running.add.bind(running) });
    assert.deepEqual([running.totals.inFlight, running.totals.dueRate], [7, 0]);
  });
});
