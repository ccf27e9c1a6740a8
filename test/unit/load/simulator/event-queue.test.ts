import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { EventQueue } from '../../../../src/load/simulator/event-queue.ts';

describe('the event queue', () => {
  it('gives events back by time, those of one instant in the order they came in', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat(20))), (steps) => {
        const queue = new EventQueue();
        const waiting: { readonly atNs: number; readonly order: number }[] = [];
        for (const atNs of steps) {
          if (atNs !== null) {
            const { order } = queue.put(atNs, () => {});
            waiting.push({ atNs, order });
            continue;
          }
          waiting.sort((a, b) => a.atNs - b.atNs || a.order - b.order);
          const [expected, taken] = [waiting.shift(), queue.take()];
          assert.deepEqual([taken?.atNs, taken?.order], [expected?.atNs, expected?.order]);
        }
      }),
    );
  });
});
