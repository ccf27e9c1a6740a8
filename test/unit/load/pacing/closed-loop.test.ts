import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Slot } from '../../../../src/load/engines/engine.ts';
import { ClosedLoop } from '../../../../src/load/pacing/closed-loop.ts';
import { InFlightLimit } from '../../../../src/load/pacing/in-flight-limit.ts';
import { VirtualClock } from '../../../../src/load/simulator/virtual-clock.ts';
import { VirtualWaker } from '../../../../src/load/simulator/virtual-waker.ts';

/** Warm-up over [0, 100), then `bound` requests. Slots end when the test says so. */
function closedLoop(
  concurrency: number,
  bound = Number.POSITIVE_INFINITY,
  cap: number = concurrency,
) {
  const clock = new VirtualClock(-10);
  const held: Slot[] = [];
  let flushes = 0;
  const engine = {
    ...{ name: 'test', queueDepth: 0, open: async () => {}, close: async () => {} },
    counters: { newConnections: 0, resent: 0, bytesSent: 0, bytesReceived: 0 },
    dispatch: (slot: Slot) => void held.push(slot),
    flush: () => {
      flushes += 1;
    },
  };
  const planned: number[] = [];
  const unsent: number[] = [];
  let lastStarted = 0;
  const pacer = new ClosedLoop({
    ...{ clock, waker: new VirtualWaker(clock), concurrency, firstIndex: 0, indexStep: 1 },
    limit: new InFlightLimit(clock, engine, cap, Uint32Array.of(0)),
    late: { isLate: () => false },
    events: { planned: (dueNs) => planned.push(dueNs), unsent: (dueNs) => unsent.push(dueNs) },
    phases: [
      { startNs: 0, endNs: 100, bound: Number.POSITIVE_INFINITY },
      { startNs: 100, endNs: Number.POSITIVE_INFINITY, bound },
    ],
    lastStarted: () => {
      lastStarted += 1;
    },
  });
  const until = (ns: number) =>
    clock.runUntil(new Promise<void>((resolve) => clock.at(ns, resolve)));
  const end = (doneNs: number) => {
    const slot = held.shift() ?? assert.fail('nothing is in flight');
    slot.doneNs = doneNs;
    pacer.slotDone(slot);
  };
  return {
    pacer,
    held,
    planned,
    unsent,
    until,
    end,
    flushes: () => flushes,
    last: () => lastStarted,
  };
}

describe('the closed loop', () => {
  it('starts all its slots at the epoch, not before', async () => {
    const { pacer, planned, until, flushes } = closedLoop(3);
    pacer.start();
    await until(-1);
    assert.deepEqual(planned, []);
    await until(1);
    assert.deepEqual(planned, [0, 0, 0]);
    assert.equal(flushes(), 1);
  });
  it('has a request due when the last one was done, not when it heard of it', async () => {
    const { pacer, held, planned, until, end } = closedLoop(1);
    pacer.start();
    await until(70);
    end(40);
    assert.deepEqual(planned, [0, 40]);
    assert.equal(held[0]?.dispatchedNs, 70);
  });
  it('counts a request for the phase it was due in, so a late one does not use up the bound', async () => {
    const { pacer, planned, until, end, last } = closedLoop(2, 1);
    pacer.start();
    await until(150);
    end(120);
    assert.equal(last(), 1);
    end(90);
    assert.deepEqual(planned, [0, 0, 120, 90]);
    end(160);
    end(160);
    assert.deepEqual(planned, [0, 0, 120, 90], 'the bound is reached');
    assert.equal(last(), 1);
    assert.equal(pacer.inUse, 0);
  });
  it('starts nothing once it is stopped', async () => {
    const { pacer, planned, until, end } = closedLoop(2);
    pacer.start();
    await until(10);
    pacer.stop();
    end(10);
    assert.deepEqual(planned, [0, 0]);
    assert.equal(pacer.inUse, 1);
  });
  it('gives up what waits under a cap below its concurrency: it was planned, and is unsent', async () => {
    const { pacer, held, planned, unsent, until } = closedLoop(3, undefined, 1);
    pacer.start();
    await until(10);
    assert.deepEqual([planned, held.length, pacer.waiting], [[0, 0, 0], 1, 2]);
    pacer.abandon();
    assert.deepEqual([unsent, pacer.waiting], [[0, 0], 0]);
  });
});
