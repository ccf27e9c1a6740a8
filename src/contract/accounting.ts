import { z } from 'zod';

const count = z.int().nonnegative();

/**
 * What became of every request of one phase. A request belongs to the phase its due time is in.
 * Always exact: planned = completed + failed + timedOut + aborted + unsent.
 */
export const countersSchema = z.strictObject({
  planned: count.describe('open loop: the drawn schedule; closed loop: requests started'),
  completed: count.describe('a good answer came in time'),
  failed: count.describe('refused, reset, an error status, a malformed or a wrong answer'),
  timedOut: count.describe('sent, no answer within the timeout'),
  aborted: count.describe('sent, and ended by the drain limit or an interrupt'),
  unsent: count.describe('due, but never sent'),
});
export type Counters = z.infer<typeof countersSchema>;

export function noCounters(): Counters {
  return { planned: 0, completed: 0, failed: 0, timedOut: 0, aborted: 0, unsent: 0 };
}

/** Adds term by term; associative and commutative, so shards merge in any order. */
export function addCounters(a: Counters, b: Counters): Counters {
  return {
    planned: a.planned + b.planned,
    completed: a.completed + b.completed,
    failed: a.failed + b.failed,
    timedOut: a.timedOut + b.timedOut,
    aborted: a.aborted + b.aborted,
    unsent: a.unsent + b.unsent,
  };
}

/** planned minus everything that has an ending; 0 when the identity holds. */
export function unaccounted(c: Counters): number {
  return c.planned - c.completed - c.failed - c.timedOut - c.aborted - c.unsent;
}
