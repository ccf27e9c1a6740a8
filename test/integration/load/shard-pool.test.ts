import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BenchError } from '../../../src/contract/bench-error.ts';
import type { Interval } from '../../../src/contract/point.ts';
import type { LoadPlan } from '../../../src/load/load-plan.ts';
import { createRealClock } from '../../../src/load/pacing/real-clock.ts';
import { SHARD_PROTOCOL_VERSION, type ShardTask } from '../../../src/load/shard-messages.ts';
import { cutIntoShards } from '../../../src/load/shard-plan.ts';
import { runShards } from '../../../src/load/shard-pool.ts';
import { aLoadPlan } from '../../support/a-load-plan.ts';

const entry = new URL('../../support/served-shard.js', import.meta.url);
const requests: ShardTask['requests'] = {
  ...{ protocol: 'http', path: '/', bodies: new SharedArrayBuffer(0), offsets: [], jsonBytes: [] },
  ...{ sha256: '', source: 'none', idOffset: -1 },
  expected: { modelName: '', batchSize: 1, outputs: [], reference: null, labels: null },
};

async function run(
  plan: LoadPlan,
  headers: ShardTask['headers'] = {},
  onInterval: (interval: Interval, interrupt: () => void) => void = () => {},
) {
  const target = { host: '127.0.0.1', port: 1, tls: false };
  const interruption = new AbortController();
  const intervals: Interval[] = [];
  let starts = 0;
  const result = await runShards({
    entry,
    tasks: cutIntoShards(plan).map((shard) => ({
      ...{ protocolVersion: SHARD_PROTOCOL_VERSION, plan: shard, target, headers, requests },
    })),
    clock: createRealClock(),
    signal: interruption.signal,
    onStart: () => {
      starts += 1;
    },
    onInterval: (_, interval) => {
      intervals.push(interval);
      onInterval(interval, () => interruption.abort());
    },
    onShardOver: () => {},
  });
  return { ...result, intervals, starts };
}

describe('a pool of worker threads', () => {
  for (const workers of [1, 2, 3]) {
    it(`sends exactly the planned requests with ${workers} of them`, async () => {
      const plan = aLoadPlan({ workers, ratePerSecond: 331, warmupS: 1, measuredS: 1 });
      const { reports, crash, starts } = await run(plan);
      assert.equal(crash, null);
      assert.equal(starts, 1);
      assert.equal(reports.length, workers);
      const counters = reports.map(({ phases }) => phases.map((phase) => phase.counters));
      for (const phase of [0, 1]) {
        const sum = (key: 'planned' | 'completed') =>
          counters.reduce((total, phases) => total + (phases[phase]?.[key] ?? 0), 0);
        assert.equal(sum('planned'), 331);
        assert.equal(sum('completed'), 331);
      }
    });
  }

  it('tells every second of every worker', async () => {
    const { intervals } = await run(aLoadPlan({ workers: 2, warmupS: 1, measuredS: 1 }));
    const due = intervals.reduce((total, interval) => total + interval.due, 0);
    assert.equal(due, 400);
  });

  it('starts nothing when one worker cannot, and says why', async () => {
    const failing = run(aLoadPlan({ workers: 2 }), { 'dying-shard': '1', 'dies-by': 'build' });
    await assert.rejects(failing, (error: BenchError) => {
      assert.ok(error instanceof BenchError);
      assert.equal(error.code, 'load-failed');
      assert.match(error.message, /worker 1 crashed: no connection at all/);
      return true;
    });
  });

  for (const [way, reason] of [
    ['throw', /worker 1 crashed: an engine fell over/],
    ['exit', /worker 1 crashed: it ended early, with code 7/],
  ] as const) {
    it(`keeps what the others measured when one dies by ${way}`, async () => {
      const plan = aLoadPlan({ workers: 2, measuredS: 60 });
      const { reports, crash } = await run(plan, { 'dying-shard': '1', 'dies-by': way });
      assert.match(crash?.message ?? '', reason);
      assert.deepEqual(
        reports.map(({ shard, interrupted }) => ({ shard, interrupted })),
        [{ shard: 0, interrupted: true }],
      );
    });
  }

  it('ends early on an interrupt, with everything accounted for', async () => {
    const plan = aLoadPlan({ workers: 2, measuredS: 60 });
    const { reports, crash } = await run(plan, {}, (_, interrupt) => interrupt());
    assert.equal(crash, null);
    assert.equal(reports.length, 2);
    for (const { interrupted, phases } of reports) {
      assert.ok(interrupted);
      for (const { counters } of phases) {
        assert.equal(counters.planned, counters.completed + counters.aborted);
      }
    }
  });
});
