import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Slot } from '../../../../../src/load/engines/engine.ts';
import { WaitingSlots } from '../../../../../src/load/engines/grpc/waiting-slots.ts';

const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((detail) => ({ detail }) as Slot) as [
  Slot,
  Slot,
  Slot,
  Slot,
];

function drained(waiting: WaitingSlots): string {
  let order = '';
  for (let slot = waiting.shift(); slot !== undefined; slot = waiting.shift()) order += slot.detail;
  return order;
}

describe('waiting slots', () => {
  it('leave in the order they came, those put back before all others', () => {
    const waiting = new WaitingSlots();
    waiting.push(c);
    waiting.push(d);
    waiting.putBack(b);
    waiting.putBack(a);
    assert.equal(waiting.first, a);
    assert.equal(drained(waiting), 'abcd');
  });

  it('are held for a new connection, and counted all the same', () => {
    const waiting = new WaitingSlots();
    waiting.push(c);
    waiting.hold(b);
    waiting.hold(a);
    assert.deepEqual([waiting.depth, waiting.length, waiting.hasHeld], [3, 1, true]);
    assert.equal(waiting.takeHeld(), a);
    waiting.releaseHeld();
    assert.equal(waiting.hasHeld, false);
    assert.equal(drained(waiting), 'bc');
  });

  it('keep their order when none came', () => {
    const waiting = new WaitingSlots();
    waiting.push(d);
    for (const slot of [c, b, a]) waiting.hold(slot);
    waiting.releaseHeld();
    assert.equal(drained(waiting), 'abcd');
  });
});
