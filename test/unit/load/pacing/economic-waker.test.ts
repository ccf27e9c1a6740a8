import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createEconomicWaker } from '../../../../src/load/pacing/economic-waker.ts';
import { VirtualClock } from '../../../../src/load/simulator/virtual-clock.ts';

/** When wake-ups came, on a clock whose timers take whole milliseconds. */
async function wakeUps(ask: (wakeAt: (dueNs: number) => void, stop: () => void) => void) {
  const clock = new VirtualClock(0);
  const waker = createEconomicWaker(clock);
  const woken: number[] = [];
  ask(
    (dueNs) => waker.wakeAt(dueNs, () => woken.push(clock.nowNs())),
    () => waker.stop(),
  );
  await clock.runUntil(new Promise<void>((resolve) => clock.at(1e9, resolve)));
  return woken;
}

describe('the economic waker', () => {
  it('rounds up to whole milliseconds, so that the first look is not too early', async () => {
    assert.deepEqual(await wakeUps((wakeAt) => wakeAt(2_400_000)), [3e6]);
  });
  it('has one wake-up at most: asking again replaces it', async () => {
    const asked = await wakeUps((wakeAt) => {
      wakeAt(5e6);
      wakeAt(9e6);
    });
    assert.deepEqual(asked, [9e6]);
  });
  it('is quiet once it is stopped', async () => {
    const asked = await wakeUps((wakeAt, stop) => {
      wakeAt(5e6);
      stop();
    });
    assert.deepEqual(asked, []);
  });
});
