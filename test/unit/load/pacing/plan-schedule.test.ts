import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { PhasePlan } from '../../../../src/load/load-plan.ts';
import { createPlanSchedule } from '../../../../src/load/pacing/plan-schedule.ts';
import { allDue } from '../../../support/all-due.ts';

const phases = (warmup: number, measured: number): readonly PhasePlan[] => [
  { name: 'warmup', startNs: 0, durationNs: 5e9, requests: warmup },
  { name: 'measured', startNs: 5e9, durationNs: 30e9, requests: measured },
];

const dueOf = (plan: {
  warmup: number;
  measured: number;
  seed: number;
  arrivals?: 'poisson' | 'constant';
  shard?: number;
  shards?: number;
}) =>
  allDue(
    createPlanSchedule({
      phases: phases(plan.warmup, plan.measured),
      shard: plan.shard ?? 0,
      shards: plan.shards ?? 1,
      workload: { arrivals: plan.arrivals ?? 'poisson', seed: plan.seed },
    }),
  );

describe('the schedule of a plan', () => {
  it('has exactly the planned number of requests due in each phase', () => {
    const due = dueOf({ warmup: 1000, measured: 6000, seed: 1 });
    assert.equal(due.filter((ns) => ns < 5e9).length, 1000);
    assert.equal(due.filter((ns) => ns >= 5e9).length, 6000);
  });
  it('measures the same arrivals whatever the warm-up was', () => {
    const long = dueOf({ warmup: 1000, measured: 600, seed: 1 });
    const short = dueOf({ warmup: 10, measured: 600, seed: 1 });
    assert.deepEqual(long.slice(1000), short.slice(10));
  });
  it('is cut into stripes that are the whole again, for any number of workers', () => {
    const plan = fc.record({
      warmup: fc.nat(50),
      measured: fc.nat(200),
      seed: fc.nat(),
      arrivals: fc.constantFrom('poisson' as const, 'constant' as const),
    });
    fc.assert(
      fc.property(plan, fc.integer({ min: 1, max: 9 }), (whole, shards) => {
        const stripes = Array.from({ length: shards }, (_, shard) =>
          dueOf({ ...whole, shard, shards }),
        );
        const merged = dueOf(whole).map((_, i) => stripes[i % shards]?.[Math.floor(i / shards)]);
        assert.deepEqual(merged, dueOf(whole));
        const kept = stripes.reduce((sum, stripe) => sum + stripe.length, 0);
        assert.equal(kept, whole.warmup + whole.measured);
      }),
    );
  });
});
