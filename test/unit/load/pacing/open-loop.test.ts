import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { InFlightLimit } from '../../../../src/load/pacing/in-flight-limit.ts';
import { OpenLoop } from '../../../../src/load/pacing/open-loop.ts';
import { VirtualClock } from '../../../../src/load/simulator/virtual-clock.ts';
import { VirtualWaker } from '../../../../src/load/simulator/virtual-waker.ts';
import { VirtualEngine } from '../../../support/virtual-engine.ts';

function openLoop(due: readonly number[], cap = 10) {
  const clock = new VirtualClock(0);
  const engine = new VirtualEngine(clock, () => Number.POSITIVE_INFINITY);
  const told: string[] = [];
  const left = [...due];
  const pacer = new OpenLoop({
    ...{ clock, waker: new VirtualWaker(clock), firstIndex: 1, indexStep: 3 },
    schedule: { nextDueNs: () => left.shift() ?? -1 },
    limit: new InFlightLimit(clock, engine, cap, Uint32Array.of(0)),
    late: { isLate: () => false },
    events: {
      planned: (dueNs) => told.push(`planned ${dueNs}`),
      unsent: (...request) => told.push(`unsent ${request.join(' ')}`),
    },
  });
  const until = (ns: number) =>
    clock.runUntil(new Promise<void>((resolve) => clock.at(ns, resolve)));
  return { pacer, engine, clock, told, until };
}

describe('the open loop', () => {
  it('numbers its requests by its place in the global schedule', async () => {
    const { pacer, engine, until } = openLoop([5, 6, 7]);
    pacer.start();
    await until(100);
    assert.deepEqual(
      engine.seen.map(({ index }) => index),
      [1, 4, 7],
    );
  });
  it('dispatches requests that are due at one time in one go', async () => {
    const { pacer, engine, until } = openLoop([5, 5, 5, 9]);
    pacer.start();
    await until(100);
    assert.equal(engine.seen.length, 4);
    assert.equal(engine.flushes, 2);
  });
  it('does not flush when nothing was due', () => {
    const { pacer, engine } = openLoop([5]);
    pacer.dispatchDue();
    assert.equal(engine.flushes, 0);
  });
  it('plans nothing that is not due when it is stopped', async () => {
    const { pacer, told, until } = openLoop([5, 50]);
    pacer.start();
    await until(10);
    pacer.stop();
    await until(100);
    assert.deepEqual(told, ['planned 5']);
  });
  it('tells what it gives up: waiting for a slot, or never dispatched at all', async () => {
    const { pacer, told, clock, until } = openLoop([5, 6, 7, 18, 90], 2);
    pacer.start();
    await until(10);
    told.length = 0;
    clock.stall(20);
    pacer.abandon(clock.nowNs());
    assert.deepEqual(told, ['unsent 7 7 7', 'planned 18', 'unsent 18 -1 10']);
    assert.equal(pacer.waiting, 0);
  });
});
