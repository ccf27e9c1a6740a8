import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import type { Slot } from '../../../../../src/load/engines/engine.ts';
import { SlotQueue } from '../../../../../src/load/engines/http/slot-queue.ts';

it('a slot queue is first come first served, through any pushes and shifts', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -90, max: 100 }), { maxLength: 30 }), (steps) => {
      const queue = new SlotQueue();
      const naive: Slot[] = [];
      let index = 0;
      for (const step of steps) {
        for (let i = 0; i < step; i += 1) {
          const slot = { index } as Slot;
          index += 1;
          queue.push(slot);
          naive.push(slot);
        }
        for (let i = 0; i > step; i -= 1) assert.equal(queue.shift(), naive.shift());
        assert.equal(queue.length, naive.length);
      }
    }),
  );
});
