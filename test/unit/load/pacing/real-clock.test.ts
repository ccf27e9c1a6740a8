import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { startAlarm } from '../../../../src/load/pacing/alarm.ts';
import { createRealClock } from '../../../../src/load/pacing/real-clock.ts';

describe('a timer of the real clock', () => {
  it('does not ring at once for being longer than Node can count', async () => {
    const clock = createRealClock();
    const warnings: string[] = [];
    const listen = (warning: Error) => warnings.push(warning.name);
    process.on('warning', listen);
    let rings = 0;
    const timer = clock.startTimer(999_999 * 3_600_000, () => {
      rings += 1;
    });
    const alarm = startAlarm(clock, 1e24, () => {
      rings += 1;
    });
    // A timer set later, and due later than the millisecond that Node makes of an overflow.
    await new Promise((resolve) => setTimeout(resolve, 20));
    timer.cancel();
    alarm.cancel();
    process.off('warning', listen);
    assert.deepEqual([rings, warnings], [0, []]);
  });
});
