import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createMonotonicMs, createRealClock } from '../../../../src/load/pacing/real-clock.ts';

/** What lies between two threads' readings of one instant; far more than was ever seen. */
const TOLERANCE_NS = 1e6;

describe('the real clock', () => {
  it('never goes back, and counts whole nanoseconds', () => {
    const clock = createRealClock();
    let lastNs = clock.nowNs();
    for (let i = 0; i < 10_000; i += 1) {
      const nowNs = clock.nowNs();
      assert.ok(nowNs >= lastNs && Number.isInteger(nowNs));
      lastNs = nowNs;
    }
  });
  it('counts from its epoch on the clock that all threads share', () => {
    const clock = createRealClock();
    clock.setEpoch(process.hrtime.bigint() - 5_000_000_000n);
    const before = process.hrtime.bigint();
    const nowNs = clock.nowNs();
    const after = process.hrtime.bigint();
    clock.setEpoch(before);
    assert.ok(nowNs >= 5e9);
    assert.ok(clock.nowNs() >= Number(after - before) - TOLERANCE_NS);
  });
  it('tells a time as milliseconds of the shared clock and as wall time', () => {
    const clock = createRealClock();
    clock.setEpoch(process.hrtime.bigint());
    const monotonicMs = createMonotonicMs();
    const early = clock.toMonotonicMs(clock.nowNs());
    const middle = monotonicMs();
    const late = clock.toMonotonicMs(clock.nowNs());
    assert.ok(early - 1 <= middle && middle <= late + 1, `${early} ${middle} ${late}`);
    const before = Date.now();
    const wallMs = clock.toWallMs(clock.nowNs());
    assert.ok(Math.abs(wallMs - before) < 60_000, 'the wall clock may have been set meanwhile');
  });
  it('starts and cancels timers, and calls back on the next turn', async () => {
    const clock = createRealClock();
    const cancelled = clock.startTimer(1, () => assert.fail('it was cancelled'));
    cancelled.cancel();
    await new Promise<void>((resolve) => clock.startTimer(5, resolve));
    await new Promise<void>((resolve) => clock.nextTurn(resolve));
  });
});
