import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { VirtualClock } from '../../../../src/load/simulator/virtual-clock.ts';

describe('the virtual clock', () => {
  it('makes late what was due while the loop stood still, and keeps its order', async () => {
    const clock = new VirtualClock(0);
    const seen: [string, number][] = [];
    const see = (name: string) => () => seen.push([name, clock.nowNs()]);
    clock.at(30, see('third'));
    clock.at(10, () => clock.stall(15));
    clock.at(20, see('second'));
    await clock.runUntil(new Promise<void>((resolve) => clock.at(40, resolve)));
    assert.deepEqual(seen, [
      ['second', 25],
      ['third', 30],
    ]);
  });

  it('says so when what is awaited cannot come any more', async () => {
    const clock = new VirtualClock(0);
    clock.at(10, () => {}).cancel();
    await assert.rejects(clock.runUntil(new Promise(() => {})), /nothing is left to happen/);
  });

  it('says so when what is awaited does not come in time', async () => {
    const clock = new VirtualClock(0);
    const again = () => {
      clock.at(clock.nowNs() + 10, again);
    };
    again();
    await assert.rejects(clock.runUntil(new Promise(() => {}), 1000), /not at its end after 1000/);
  });
});
