import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseStages, type Stage, stageArrivals } from '../../../../src/contract/stages.ts';
import { createPlanSchedule } from '../../../../src/load/pacing/plan-schedule.ts';
import { createRandom } from '../../../../src/load/pacing/random.ts';
import { createRateInverse } from '../../../../src/load/pacing/rate-inverse.ts';
import { createStagedSchedule } from '../../../../src/load/pacing/staged-schedule.ts';
import { allDue } from '../../../support/all-due.ts';
import { KS_LIMIT, ksDistance } from '../../../support/ks-distance.ts';

function stagesOf(text: string): readonly Stage[] {
  const stages = parseStages(text);
  return typeof stages === 'string' ? assert.fail(stages) : stages;
}

const lengthNs = (stages: readonly Stage[]) =>
  stages.reduce((sum, { durationMs }) => sum + durationMs * 1e6, 0);

function dueOf(stages: readonly Stage[], seed: number | null, startNs = 0): number[] {
  const count = Math.round(stageArrivals(stages));
  const random = seed === null ? null : createRandom(seed, 1);
  return allDue(createStagedSchedule(startNs, lengthNs(stages), stages, count, random));
}

/** Area under the rate from the start to `ns`, the plain way. */
function areaUntil(stages: readonly Stage[], ns: number): number {
  let area = 0;
  let startNs = 0;
  for (const { fromPerSecond, toPerSecond, durationMs } of stages) {
    const length = durationMs * 1e6;
    const within = Math.max(0, Math.min(ns - startNs, length));
    const reached = fromPerSecond + ((toPerSecond - fromPerSecond) * within) / length;
    area += ((fromPerSecond + reached) / 2) * (within / 1e9);
    startNs += length;
  }
  return area;
}

const anyStages = fc
  .array(
    fc.record({
      fromPerSecond: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 2000 })),
      toPerSecond: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 2000 })),
      durationMs: fc.integer({ min: 1, max: 2000 }),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .filter((stages) => stageArrivals(stages) >= 0.5);

describe('the inverse of the cumulative rate', () => {
  it('gives the time at which the area is reached, for ramps, steps, pauses and spikes', () => {
    fc.assert(
      fc.property(anyStages, (stages) => {
        const total = stageArrivals(stages);
        const timeOf = createRateInverse(stages);
        for (let i = 0; i <= 50; i += 1) {
          const y = (total * i) / 50;
          assert.ok(Math.abs(areaUntil(stages, timeOf(y)) - y) < 1e-6 * Math.max(1, total));
        }
      }),
    );
  });
  it('is the root of the ramp: a quarter of what comes in 10 s comes in the first 5', () => {
    const timeOf = createRateInverse(stagesOf('0-200/10s'));
    assert.deepEqual([0, 250, 1000].map(timeOf), [0, 5e9, 10e9]);
  });
  it('skips a stage without arrivals', () => {
    const timeOf = createRateInverse(stagesOf('10/1s,0/5s,10/1s,0/9s'));
    assert.deepEqual([5, 10, 15, 20].map(timeOf), [0.5e9, 6e9, 6.5e9, 7e9]);
  });
});

describe('a staged schedule', () => {
  it('has exactly the area under the rate due, in order, inside its phase', () => {
    const plan = fc.tuple(anyStages, fc.option(fc.nat()), fc.nat(1e12));
    fc.assert(
      fc.property(plan, ([stages, seed, startNs]) => {
        const due = dueOf(stages, seed, startNs);
        assert.equal(due.length, Math.round(stageArrivals(stages)));
        due.reduce((before, ns) => {
          assert.ok(ns >= before && ns < startNs + lengthNs(stages), `${before} ${ns}`);
          return ns;
        }, startNs);
      }),
    );
  });
  it('stays inside its phase at both ends of the random range', () => {
    const stages = stagesOf('0-10/1s,10-0/1s,0/1s');
    for (const u of [2 ** -53, 1]) {
      const due = allDue(createStagedSchedule(7, 3e9, stages, 10, () => u));
      assert.equal(due.length, 10);
      for (const ns of due) assert.ok(ns >= 7 && ns < 7 + 3e9, `${ns}`);
    }
  });
  it('with constant spacing follows the rate exactly', () => {
    const stages = stagesOf('0-100/2s,100/1s');
    const due = dueOf(stages, null);
    assert.equal(due.length, 200);
    for (const [i, ns] of due.entries()) assert.ok(Math.abs(areaUntil(stages, ns) - i) < 1e-3);
  });
  for (const seed of [1, 2, 3, 4, 5]) {
    it(`follows the rate inside each stage (KS, seed ${seed})`, () => {
      const stages = stagesOf('0-400/20s,400/10s,400-50/20s,1000/2s');
      const due = dueOf(stages, seed);
      let startNs = 0;
      for (const [place, stage] of stages.entries()) {
        const endNs = startNs + stage.durationMs * 1e6;
        const inside = due.filter((ns) => ns >= startNs && ns < endNs);
        const before = areaUntil(stages, startNs);
        const area = areaUntil(stages, endNs) - before;
        const distance = ksDistance(inside, (ns) => (areaUntil(stages, ns) - before) / area);
        assert.ok(distance < KS_LIMIT, `stage ${place}: √n·D = ${distance}`);
        assert.ok(Math.abs(inside.length - area) < 4 * Math.sqrt(area), `stage ${place}: count`);
        startNs = endNs;
      }
    });
  }
  it('is cut into stripes that are the whole again, for any number of workers', () => {
    const arrivals = fc.constantFrom('poisson' as const, 'constant' as const);
    const workers = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(anyStages, arrivals, fc.nat(), workers, (stages, spacing, seed, shards) => {
        const requests = Math.round(stageArrivals(stages));
        const course = { kind: 'stages' as const, stages };
        const durationNs = lengthNs(stages);
        const of = (shard: number, count: number) =>
          allDue(
            createPlanSchedule({
              phases: [
                { name: 'warmup', startNs: 0, durationNs: 1e9, requests: 3 },
                { name: 'measured', startNs: 1e9, durationNs, requests, course },
              ],
              ...{ shard, shards: count, workload: { arrivals: spacing, seed } },
            }),
          );
        const whole = of(0, 1);
        assert.equal(whole.length, 3 + requests);
        const stripes = Array.from({ length: shards }, (_, shard) => of(shard, shards));
        const merged = whole.map((_, i) => stripes[i % shards]?.[Math.floor(i / shards)]);
        assert.deepEqual(merged, whole);
      }),
    );
  });
});
