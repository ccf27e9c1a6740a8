import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { CounterTally } from '../../../../src/report/server/counter-tally.ts';
import type { Counters } from '../../../../src/report/server/counters.ts';

const SUCCESS = 'nv_inference_request_success';
const reading = (value: number): Counters => new Map([[SUCCESS, new Map([['a', value]])]]);

describe('counters over many readings', () => {
  it('have done what the last one says, when none restarted', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1e6), { minLength: 1, maxLength: 30 }), (steps) => {
        const tally = new CounterTally(reading(5));
        let value = 5;
        for (const step of steps) {
          value += step;
          tally.add(reading(value));
        }
        const { totals, restarted } = tally.deltas();
        assert.deepEqual([totals.get(SUCCESS), restarted], [value - 5, false]);
      }),
    );
  });
  it('keep what was counted before a restart and after it', () => {
    const tally = new CounterTally(reading(100));
    for (const value of [150, 20, 400]) tally.add(reading(value));
    const { totals, restarted } = tally.deltas();
    assert.deepEqual([totals.get(SUCCESS), restarted], [50 + 20 + 380, true]);
  });
});
