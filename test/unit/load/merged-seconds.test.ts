import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Interval } from '../../../src/contract/point.ts';
import { MergedSeconds } from '../../../src/load/merged-seconds.ts';
import { encodeHistogram } from '../../../src/load/stats/histogram-codec.ts';
import { LatencyHistogram } from '../../../src/load/stats/latency-histogram.ts';
import type { SecondDetail } from '../../../src/load/stats/second-detail.ts';

const empty = encodeHistogram(new LatencyHistogram());
const detail = { outcomes: [1, 2], lateness: { counts: [3, 0], sumNs: 10 } };
const row = (second: number, due: number): Interval => ({
  ...{ second, phase: 'measured', due, sent: due, completed: due, failed: 0, timedOut: 0 },
  ...{ inFlight: 1, waiting: 0, stallNs: 0, response: empty, service: empty },
});

describe('seconds of several shards', () => {
  it('are handed on when the slowest has told them', () => {
    const handedOn: Interval[] = [];
    const seconds = new MergedSeconds(2, (interval) => handedOn.push(interval));
    seconds.add(0, row(0, 5), detail);
    assert.equal(handedOn.length, 0);
    seconds.add(1, row(0, 7), detail);
    assert.deepEqual(
      handedOn.map(({ due, inFlight }) => ({ due, inFlight })),
      [{ due: 12, inFlight: 2 }],
    );
  });
  it('have all their details together', () => {
    const details: SecondDetail[] = [];
    const seconds = new MergedSeconds(2, (_, told) => details.push(told));
    for (const shard of [0, 1]) seconds.add(shard, row(0, 1), detail);
    const both = { outcomes: [2, 4], lateness: { counts: [6, 0], sumNs: 20 } };
    assert.deepEqual(details, [both]);
  });
  it('do not wait for a shard that is over', () => {
    const handedOn: number[] = [];
    const seconds = new MergedSeconds(2, ({ second }) => handedOn.push(second));
    seconds.add(0, row(0, 1), detail);
    seconds.add(0, row(1, 1), detail);
    seconds.shardOver(1);
    assert.deepEqual(handedOn, [0, 1]);
  });
  it('come in order, and none is lost, however the shards take turns', () => {
    const lengths = fc.array(fc.nat(6), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(lengths, fc.infiniteStream(fc.nat()), (shards, turns) => {
        const handedOn: Interval[] = [];
        const seconds = new MergedSeconds(shards.length, (interval) => handedOn.push(interval));
        takeTurns(seconds, shards, turns);
        assert.deepEqual(
          handedOn.map(({ second }) => second),
          Array.from({ length: Math.max(...shards) }, (_, second) => second),
        );
        const told = shards.reduce((total, length) => total + length, 0);
        assert.equal(
          handedOn.reduce((total, { due }) => total + due, 0),
          told,
        );
      }),
      { numRuns: 50 },
    );
  });
});

/** Shard s tells shards[s] seconds and is over; whose turn it is comes from outside. */
function takeTurns(seconds: MergedSeconds, shards: readonly number[], turns: Iterable<number>) {
  const left = shards.map((length, shard) => ({ shard, length, told: 0 }));
  for (const turn of turns) {
    const [mine] = left.splice(turn % left.length, 1);
    if (!mine) return;
    if (mine.told === mine.length) {
      seconds.shardOver(mine.shard);
    } else {
      seconds.add(mine.shard, row(mine.told, 1), detail);
      left.push({ ...mine, told: mine.told + 1 });
    }
  }
}
