import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { startAlarm } from '../../../../src/load/pacing/alarm.ts';
import type { Clock } from '../../../../src/load/pacing/clock.ts';
import { VirtualClock } from '../../../../src/load/simulator/virtual-clock.ts';

/** Timers that fire up to 1 ms early, as those of libuv may. */
function early(clock: VirtualClock): Clock {
  return {
    nowNs: () => clock.nowNs(),
    startTimer: (delayMs, callback) => clock.startTimer(Math.max(0.1, delayMs - 0.9), callback),
    nextTurn: (callback) => clock.nextTurn(callback),
  };
}

const until = (clock: VirtualClock, ns: number) =>
  clock.runUntil(new Promise<void>((resolve) => clock.at(ns, resolve)));

describe('an alarm', () => {
  it('never rings early, though timers do', async () => {
    const clock = new VirtualClock(0);
    const rung: number[] = [];
    startAlarm(early(clock), 5_500_000, () => rung.push(clock.nowNs()));
    await until(clock, 1e9);
    assert.equal(rung.length, 1);
    assert.ok((rung[0] ?? 0) >= 5_500_000 && (rung[0] ?? 0) < 6_500_000, `${rung}`);
  });
  it('rings at once for a time that is over', async () => {
    const clock = new VirtualClock(10e6);
    const rung: number[] = [];
    startAlarm(clock, 5e6, () => rung.push(clock.nowNs()));
    await until(clock, 1e9);
    assert.deepEqual(rung, [10e6]);
  });
  it('does not ring when it is cancelled, also after an early timer', async () => {
    const clock = new VirtualClock(0);
    const alarm = startAlarm(early(clock), 5_500_000, () => assert.fail('it rang'));
    clock.at(5_150_000, () => alarm.cancel());
    await until(clock, 1e9);
  });
});
