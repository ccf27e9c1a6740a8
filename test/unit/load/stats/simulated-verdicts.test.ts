import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Point, Rule } from '../../../../src/contract/point.ts';
import { parseGate } from '../../../../src/contract/slo.ts';
import { cutIntoShards } from '../../../../src/load/shard-plan.ts';
import type { VirtualClock } from '../../../../src/load/simulator/virtual-clock.ts';
import { buildLoadOutcome } from '../../../../src/load/stats/build-load-outcome.ts';
import { judge } from '../../../../src/load/stats/judge.ts';
import { mergeReports } from '../../../../src/load/stats/merge-reports.ts';
import { aLoadPlan } from '../../../support/a-load-plan.ts';
import { runVirtualShard } from '../../../support/run-virtual-shard.ts';
import { CPU } from './a-load-outcome.ts';
import { MS, SECOND } from './a-shard-plan.ts';
import { uniforms } from './uniforms.ts';

const RATE = 200;

interface Scene {
  readonly seed: number;
  /** Mean service time × rate: the share of the time that the one server is busy. */
  readonly load: number;
  /** When the server stands still, and for how long. */
  readonly serverStallNs?: readonly [at: number, forNs: number];
  /** When the generator stands still. */
  readonly ownStallsNs?: readonly (readonly [at: number, forNs: number])[];
  readonly gates?: readonly string[];
}

/** The shipped shard, recorder and judge for 5 + 30 s in virtual time, before an M/M/1 server. */
async function judged({
  seed,
  load,
  serverStallNs,
  ownStallsNs = [],
  gates = [],
}: Scene): Promise<Point> {
  const plan = aLoadPlan({
    ...{
      arrivals: 'poisson',
      ratePerSecond: RATE,
      seed,
      maxInFlight: 10_000,
      timeoutNs: 3600 * SECOND,
    },
    ...{ warmupS: 5, measuredS: 30, drainS: 60 },
  });
  const uniform = uniforms(seed + 1);
  const [stallAtNs, stallForNs] = serverStallNs ?? [Number.POSITIVE_INFINITY, 0];
  let freeNs = 0;
  const answerAtNs = (sentNs: number) => {
    const startNs = Math.max(freeNs, sentNs);
    const inStall = startNs >= stallAtNs && startNs < stallAtNs + stallForNs;
    const serviceNs = (-Math.log(uniform()) * load * SECOND) / RATE;
    freeNs = (inStall ? stallAtNs + stallForNs : startNs) + serviceNs;
    return freeNs;
  };
  const stallOurs = (clock: VirtualClock) => {
    for (const [at, forNs] of ownStallsNs) clock.at(at, () => clock.stall(forNs));
  };
  const [shardPlan] = cutIntoShards(plan);
  assert.ok(shardPlan);
  const { report } = await runVirtualShard(shardPlan, answerAtNs, stallOurs);
  const outcome = buildLoadOutcome({ name: '', plan, merged: mergeReports([report]), cpu: CPU });
  const parsed = gates.map(parseGate).filter((gate) => typeof gate !== 'string');
  return judge(outcome, null, parsed);
}

const fired = ({ rules }: Point): Rule['rule'][] => rules.filter((r) => r.fired).map((r) => r.rule);

function p99(point: Point): { valueNs: number; distorted: boolean } {
  const percentile = point.latency.response.percentiles.find(({ percent }) => percent === 99);
  assert.ok(percentile?.state === 'measured');
  return percentile;
}

describe('a simulated run of 30 s at 200/s', () => {
  it('is valid when it is healthy, also with short standstills of ours', async () => {
    for (let seed = 0; seed < 6; seed += 1) {
      const ownStallsNs = [8, 14, 15, 29].map((s) => [s * SECOND + seed, 25 * MS] as const);
      const point = await judged({ seed, load: 0.15 + 0.15 * seed, ownStallsNs });
      assert.deepEqual(fired(point), [], `seed ${seed}`);
      assert.equal(point.phases[1]?.counters.planned, 6000);
    }
  });

  it('stays valid when the server stands still for 1.4 s, and p99 tells of it', async () => {
    const point = await judged({ seed: 1, load: 0.1, serverStallNs: [20 * SECOND, 1.4 * SECOND] });
    assert.deepEqual(fired(point), []);
    const { valueNs, distorted } = p99(point);
    assert.ok(valueNs > SECOND && valueNs < 1.2 * SECOND, `p99 ${valueNs}`);
    assert.equal(distorted, false);
  });

  it('marks p99 when it was we who stood still for 1.4 s, and cannot tell a gate on it', async () => {
    const scene = { seed: 1, load: 0.1, ownStallsNs: [[20 * SECOND, 1.4 * SECOND] as const] };
    const point = await judged(scene);
    assert.deepEqual(fired(point), []);
    assert.equal(p99(point).distorted, true);
    const gated = await judged({ ...scene, gates: ['p99<50ms'] });
    assert.deepEqual([gated.verdict, fired(gated)], ['invalid', ['distortion']]);
    const wide = await judged({ ...scene, gates: ['p99<2s'] });
    assert.deepEqual([wide.verdict, wide.gates[0]?.passed], ['valid', true]);
  });

  it('is saturated when the server can take nine tenths of it', async () => {
    const point = await judged({ seed: 3, load: 1.1 });
    assert.deepEqual([point.verdict, fired(point)], ['saturated', ['growing-backlog']]);
  });

  it('is saturated when the server can take a third of it, long time-outs or not', async () => {
    const point = await judged({ seed: 3, load: 3 });
    assert.equal(point.verdict, 'saturated');
    assert.ok(fired(point).includes('growing-backlog'));
  });
});
