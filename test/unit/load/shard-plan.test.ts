import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { LoadPlan } from '../../../src/load/load-plan.ts';
import { createPlanSchedule } from '../../../src/load/pacing/plan-schedule.ts';
import { cutIntoShards } from '../../../src/load/shard-plan.ts';
import { aLoadPlan } from '../../support/a-load-plan.ts';
import { allDue } from '../../support/all-due.ts';

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

function open(rate: number, workers: number, cap: number, connections: number): LoadPlan {
  return aLoadPlan({ ratePerSecond: rate, workers, maxInFlight: cap, connections, warmupS: 3 });
}

describe('cutting a load into shards', () => {
  const sizes = fc.tuple(
    fc.integer({ min: 1, max: 97 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 12, max: 2000 }),
    fc.integer({ min: 12, max: 100 }),
  );

  it('deals out requests, cap and connections so that they add up', () => {
    fc.assert(
      fc.property(sizes, ([rate, workers, cap, connections]) => {
        const plan = open(rate, workers, cap, connections);
        const shards = cutIntoShards(plan);
        assert.equal(shards.length, workers);
        assert.equal(sum(shards.map((shard) => shard.shardMaxInFlight)), cap);
        assert.equal(sum(shards.map((shard) => shard.shardConnections)), connections);
        plan.phases.forEach(({ requests }, phase) => {
          assert.equal(sum(shards.map((shard) => shard.shardRequests[phase] ?? 0)), requests);
        });
      }),
    );
  });

  it('says of each shard exactly how many requests its schedule holds', () => {
    fc.assert(
      fc.property(sizes, ([rate, workers, cap, connections]) => {
        for (const shard of cutIntoShards(open(rate, workers, cap, connections))) {
          const due = allDue(createPlanSchedule(shard));
          const warmup = due.filter((ns) => ns < 3e9).length;
          assert.deepEqual(shard.shardRequests, [warmup, due.length - warmup]);
        }
      }),
    );
  });

  it('deals out concurrency and a bound of requests, as evenly as they go', () => {
    const bound = fc.tuple(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 500 }));
    fc.assert(
      fc.property(bound, fc.integer({ min: 1, max: 12 }), ([concurrency, requests], workers) => {
        const plan = aLoadPlan({ model: 'closed', concurrency, maxInFlight: concurrency, workers });
        const phases = plan.phases.map((phase) => ({ ...phase, requests }));
        const shards = cutIntoShards({ ...plan, phases });
        const dealt = shards.map((shard) => shard.shardConcurrency);
        assert.equal(sum(dealt), concurrency);
        assert.ok(Math.max(...dealt) - Math.min(...dealt) <= 1);
        assert.equal(sum(shards.map((shard) => shard.shardRequests[1] ?? 0)), requests);
      }),
    );
  });
});
