import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createRealClock, monotonicMs } from '../../../../src/load/pacing/real-clock.ts';

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
  it('counts from its epoch on the clock that all threads share, exactly', () => {
    const clock = createRealClock();
    for (const epochNs of [process.hrtime.bigint() - 5_999_999_999n, process.hrtime.bigint()]) {
      clock.setEpoch(epochNs);
      const before = Number(process.hrtime.bigint() - epochNs);
      const nowNs = clock.nowNs();
      const after = Number(process.hrtime.bigint() - epochNs);
      assert.ok(before <= nowNs && nowNs <= after, `${before} ${nowNs} ${after}`);
    }
  });
  it('tells a time as milliseconds of the shared clock and as wall time', () => {
    const clock = createRealClock();
    clock.setEpoch(process.hrtime.bigint() - 123_456_789n);
    const early = clock.toMonotonicMs(clock.nowNs());
    const middle = monotonicMs();
    const late = clock.toMonotonicMs(clock.nowNs());
    const rounding = 1e-5;
    assert.ok(
      early - rounding <= middle && middle <= late + rounding,
      `${early} ${middle} ${late}`,
    );
    const wallMs = clock.toWallMs(clock.nowNs());
    assert.ok(Math.abs(wallMs - Date.now()) < 60_000, 'the wall clock may have been set meanwhile');
  });
  it('starts and cancels timers, and calls back on the next turn', async () => {
    const clock = createRealClock();
    const cancelled = clock.startTimer(1, () => assert.fail('it was cancelled'));
    cancelled.cancel();
    await new Promise<void>((resolve) => clock.startTimer(5, resolve));
    await new Promise<void>((resolve) => clock.nextTurn(resolve));
  });
});
