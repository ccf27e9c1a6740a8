import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Slot } from '../../../../src/load/engines/engine.ts';
import { InFlightLimit } from '../../../../src/load/pacing/in-flight-limit.ts';
import { VirtualClock } from '../../../../src/load/simulator/virtual-clock.ts';

function limited(cap: number, order = Uint32Array.of(0)) {
  const clock = new VirtualClock(0);
  const held: Slot[] = [];
  const calls: string[] = [];
  const engine = {
    ...{ name: 'test', queueDepth: 0, open: async () => {}, close: async () => {} },
    counters: { newConnections: 0, resent: 0, bytesSent: 0, bytesReceived: 0 },
    dispatch(slot: Slot) {
      held.push(slot);
      calls.push(`dispatch ${slot.index}`);
    },
    flush: () => void calls.push('flush'),
  };
  const limit = new InFlightLimit(clock, engine, cap, order);
  const oldest = () => held.shift() ?? assert.fail('nothing is in flight');
  const turn = () => clock.runUntil(new Promise<void>((resolve) => clock.nextTurn(resolve)));
  return { limit, calls, oldest, turn };
}

describe('the cap in flight', () => {
  it('uses a slot again rather than making another', () => {
    const { limit, oldest } = limited(5);
    limit.submit(0, 1, 2, true);
    const slot = oldest();
    Object.assign(slot, { doneNs: 9, sentNs: 3, detail: 'old', correct: 4 });
    limit.release(slot);
    limit.submit(1, 11, 12, false);
    const again = oldest();
    assert.equal(again, slot);
    const { index, dueNs, dispatchedNs, sentNs, firstByteNs, doneNs, detail, correct } = again;
    assert.deepEqual([index, dueNs, dispatchedNs], [1, 11, 12]);
    assert.deepEqual([sentNs, firstByteNs, doneNs], [-1, -1, -1]);
    assert.deepEqual([detail, correct, again.touched], ['', 0, false]);
  });
  it('sends what waits in the order it came, with the stamps it came with', () => {
    const { limit, oldest } = limited(1);
    for (const index of [0, 1, 2]) limit.submit(index, index * 10, index * 10 + 1, index === 2);
    assert.equal(limit.inUse, 1);
    assert.equal(limit.waiting, 2);
    limit.release(oldest());
    const first = oldest();
    assert.deepEqual([first.index, first.dueNs, first.dispatchedNs], [1, 10, 11]);
    assert.equal(first.touched, false);
    limit.release(first);
    const second = oldest();
    assert.deepEqual([second.index, second.dueNs, second.dispatchedNs], [2, 20, 21]);
    assert.equal(second.touched, true);
    limit.release(second);
    assert.equal(limit.inUse, 0);
  });
  it('flushes once for all that went out because slots came back in one turn', async () => {
    const { limit, calls, oldest, turn } = limited(2);
    for (const index of [0, 1, 2, 3]) limit.submit(index, 0, 0, false);
    limit.release(oldest());
    limit.release(oldest());
    assert.deepEqual(calls, ['dispatch 0', 'dispatch 1', 'dispatch 2', 'dispatch 3']);
    await turn();
    assert.deepEqual(calls.slice(4), ['flush']);
  });
  it('chooses the request by the index alone, round and round', () => {
    const { limit, oldest } = limited(10, Uint32Array.of(2, 0, 1));
    for (const index of [0, 1, 2, 3, 4_000_000_000]) limit.submit(index, 0, 0, false);
    const requests = [0, 1, 2, 3, 4].map(() => oldest().request);
    assert.deepEqual(requests, [2, 0, 1, 2, [2, 0, 1][4_000_000_000 % 3]]);
  });
  it('gives up what waits, and tells each', () => {
    const { limit, oldest } = limited(1);
    for (const index of [0, 1, 2]) limit.submit(index, index * 10, 0, false);
    const unsent: number[] = [];
    limit.abandon((dueNs) => unsent.push(dueNs));
    assert.deepEqual(unsent, [10, 20]);
    limit.release(oldest());
    assert.equal(limit.inUse, 0);
  });
});
