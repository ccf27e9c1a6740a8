import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Metronome } from '../../../../src/load/pacing/metronome.ts';
import { createRealClock, type RealClock } from '../../../../src/load/pacing/real-clock.ts';

const MS = 1e6;

async function withMetronome(use: (metronome: Metronome, clock: RealClock) => Promise<void>) {
  const clock = createRealClock();
  const metronome = await Metronome.start(clock);
  try {
    await use(metronome, clock);
  } finally {
    metronome.stop();
  }
}

const wake = (metronome: Metronome, dueNs: number) =>
  new Promise<void>((resolve) => metronome.wakeAt(dueNs, resolve));

describe('the metronome', () => {
  it('wakes at or after the time asked for, far or near, again and again', () =>
    withMetronome(async (metronome, clock) => {
      for (const aheadMs of [30, 3, 0.6, 0.4, 0.05, 0, -5, 12]) {
        const dueNs = clock.nowNs() + aheadMs * MS;
        await wake(metronome, dueNs);
        assert.ok(clock.nowNs() >= dueNs);
      }
    }));

  it('keeps time also when the epoch was moved after it was started', () =>
    withMetronome(async (metronome, clock) => {
      clock.setEpoch(process.hrtime.bigint() + 50_000_000n);
      assert.ok(clock.nowNs() < 0);
      await wake(metronome, 2 * MS);
      assert.ok(clock.nowNs() >= 2 * MS);
    }));

  it('has one wake-up at most: asking again replaces it, later or sooner', () =>
    withMetronome(async (metronome, clock) => {
      const startNs = clock.nowNs();
      metronome.wakeAt(startNs + 5 * MS, () => assert.fail('it was replaced by a later one'));
      await wake(metronome, startNs + 25 * MS);
      assert.ok(clock.nowNs() >= startNs + 25 * MS);
      metronome.wakeAt(startNs + 3_600_000 * MS, () => assert.fail('by a sooner one'));
      await wake(metronome, clock.nowNs() + 2 * MS);
    }));

  it('is patient when a wake-up is put off while it waits busily for it', () =>
    withMetronome(async (metronome, clock) => {
      metronome.wakeAt(clock.nowNs() + 0.45 * MS, () => assert.fail('it was put off'));
      const dueNs = clock.nowNs() + 20 * MS;
      await wake(metronome, dueNs);
      assert.ok(clock.nowNs() >= dueNs);
    }));

  it('counts no more busy waiting than there was time', () =>
    withMetronome(async (metronome, clock) => {
      const startNs = clock.nowNs();
      for (let i = 0; i < 20; i += 1) await wake(metronome, clock.nowNs() + MS);
      assert.ok(metronome.spunNs > 0);
      assert.ok(metronome.spunNs <= clock.nowNs() - startNs);
    }));

  it('is quiet once it is stopped', async () => {
    const clock = createRealClock();
    const metronome = await Metronome.start(clock);
    metronome.wakeAt(clock.nowNs() + 5 * MS, () => assert.fail('it was stopped'));
    metronome.stop();
    await new Promise((resolve) => setTimeout(resolve, 20));
  });
});
