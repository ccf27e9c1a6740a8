import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LoopWatch } from '../../../../src/load/pacing/loop-watch.ts';
import { VirtualClock } from '../../../../src/load/simulator/virtual-clock.ts';

const MS = 1e6;

function watched() {
  const clock = new VirtualClock(0);
  const vitals = { activeNs: 0, gcPauseNs: 0 };
  const waker = { spunNs: 0, wakeAt: () => {}, stop: () => {} };
  const watch = new LoopWatch(
    clock,
    { activeNs: () => vitals.activeNs, gcPauseNs: () => vitals.gcPauseNs, stop: () => {} },
    waker,
  );
  watch.start();
  return { clock, watch, vitals, waker };
}

/** Runs events at their times; the clock has stopped when the last one has. */
function during(clock: VirtualClock, events: readonly (readonly [number, () => void])[]) {
  for (const [atMs, event] of events) clock.at(atMs * MS, event);
  const endMs = Math.max(...events.map(([atMs]) => atMs)) + 1;
  return clock.runUntil(new Promise<void>((resolve) => clock.at(endMs * MS, resolve)));
}

describe('the watch on the sending loop', () => {
  it('calls the loop late from 5 ms after a tick was due until one tick after it came', async () => {
    const { clock, watch } = watched();
    await during(clock, [
      [101, () => assert.equal(watch.isLate(115 * MS), false, 'the next tick is due at 110 ms')],
      [101, () => assert.equal(watch.isLate(115 * MS + 1), true)],
      [101, () => clock.stall(29 * MS)],
      [131, () => assert.equal(watch.isLate(139.9 * MS), true, 'the tick came at 130 ms')],
      [131, () => assert.equal(watch.isLate(140 * MS), false)],
    ]);
  });

  it('does not mind a tick that is 5 ms late', async () => {
    const { clock, watch } = watched();
    await during(clock, [
      [101, () => clock.stall(14 * MS)],
      [116, () => assert.equal(watch.isLate(clock.nowNs()), false)],
      [116, () => assert.equal(watch.takeLongestStallNs(), 0)],
    ]);
  });

  it('tells the longest standstill since it was last asked, also one that still lasts', async () => {
    const { clock, watch } = watched();
    await during(clock, [
      [101, () => clock.stall(29 * MS)],
      [201, () => clock.stall(19 * MS)],
      [301, () => assert.equal(watch.takeLongestStallNs(), 20 * MS)],
      [302, () => assert.equal(watch.takeLongestStallNs(), 0)],
      [401, () => clock.stall(59 * MS)],
      [401, () => assert.equal(watch.takeLongestStallNs(), 50 * MS)],
    ]);
  });

  it('counts the measured phase alone: stalls, collection, and work without the spin', async () => {
    const { clock, watch, vitals, waker } = watched();
    const stallBy = (ms: number) => () => clock.stall(ms * MS);
    await during(clock, [
      [101, stallBy(99)],
      [501, () => Object.assign(vitals, { activeNs: 400 * MS, gcPauseNs: 3 * MS })],
      [501, () => Object.assign(waker, { spunNs: 100 * MS })],
      [501, () => watch.begin()],
      [601, stallBy(39)],
      [701, stallBy(79)],
      [801, stallBy(19)],
      [1001, () => Object.assign(vitals, { activeNs: 800 * MS, gcPauseNs: 10 * MS })],
      [1001, () => Object.assign(waker, { spunNs: 200 * MS })],
      [1001, () => watch.end()],
      [1101, stallBy(199)],
    ]);
    assert.deepEqual(watch.stop(), {
      busyShare: 300 / 500,
      gcPauseNs: 7 * MS,
      // Overdue by 30, 70 and 10 ms.
      stallsOver20Ms: 2,
      longestStallNs: 70 * MS,
    });
  });

  it('finds nothing when nothing was measured', () => {
    const { watch } = watched();
    assert.deepEqual(watch.stop(), {
      ...{ busyShare: 0, gcPauseNs: 0, stallsOver20Ms: 0, longestStallNs: 0 },
    });
  });
});
