import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { unaccounted } from '../../../src/contract/accounting.ts';
import type { LoadPlan } from '../../../src/load/load-plan.ts';
import { cutIntoShards } from '../../../src/load/shard-plan.ts';
import { decodeHistogram } from '../../../src/load/stats/histogram-codec.ts';
import { aLoadPlan } from '../../support/a-load-plan.ts';
import { runVirtualShard } from '../../support/run-virtual-shard.ts';

const MS = 1e6;
const S = 1e9;

const [answerIn, never] = [(ns: number) => (sentNs: number) => sentNs + ns, () => Infinity];

function onlyShard(plan: LoadPlan) {
  const [shard] = cutIntoShards(plan);
  assert.ok(shard);
  return shard;
}

const closed = (concurrency: number) =>
  ({ model: 'closed', arrivals: 'on-answer', concurrency, maxInFlight: concurrency }) as const;

describe('an open-loop shard', () => {
  it('sends every request at its due time, and measures what the server takes', async () => {
    const { report, engine } = await runVirtualShard(onlyShard(aLoadPlan()), answerIn(2 * MS));
    const [warmup, measured] = report.phases;
    assert.equal(warmup?.counters.completed, 200);
    assert.equal(measured?.counters.completed, 2000);
    for (const { dueNs, dispatchedNs } of engine.seen) assert.equal(dispatchedNs, dueNs);
    const response = decodeHistogram(measured?.histograms.response ?? '');
    assert.ok(Math.abs((response.valueAtRank(1000) ?? 0) - 2 * MS) < 3000);
  });

  it('has the textbook response times when the server stands still for 1.4 s', async () => {
    const [fromNs, toNs] = [4 * S, 5.4 * S];
    const server = (sentNs: number) => (sentNs >= fromNs && sentNs < toNs ? toNs : sentNs + MS);
    const { report, engine } = await runVirtualShard(onlyShard(aLoadPlan()), server);
    const counters = report.phases[1]?.counters;
    assert.equal(counters?.planned, 2000);
    assert.equal(counters?.completed, 2000);
    // 1.4 s at 200/s: 280 requests of which the first waits 1.4 s and the last 5 ms.
    const slow = engine.seen.filter(({ sentNs }) => sentNs >= fromNs && sentNs < toNs);
    assert.equal(slow.length, 280);
    for (const { dueNs, dispatchedNs } of slow) assert.equal(dispatchedNs, dueNs);
    const response = decodeHistogram(report.phases[1]?.histograms.response ?? '');
    // Of 2,000, the 20 slowest are due in the first 100 ms of the standstill.
    const p99 = response.valueAtRank(1980) ?? 0;
    assert.ok(Math.abs(p99 - 1.3 * S) < 6 * MS, `p99 = ${p99}`);
  });

  it('dispatches late but loses nothing when its own loop stands still for 1.4 s', async () => {
    const { report, engine } = await runVirtualShard(
      onlyShard(aLoadPlan()),
      answerIn(MS),
      (clock) => clock.at(4 * S - 1, () => clock.stall(1.4 * S)),
    );
    const resumedNs = 5.4 * S - 1;
    assert.equal(report.phases[1]?.counters.completed, 2000);
    for (const { dueNs, dispatchedNs } of engine.seen) {
      const stoodStill = dueNs >= 4 * S && dueNs < resumedNs;
      assert.equal(dispatchedNs, stoodStill ? resumedNs : dueNs);
    }
    const due = engine.seen.map(({ dueNs }) => dueNs);
    assert.deepEqual(
      due,
      due.toSorted((a, b) => a - b),
    );
    // The textbook: a request due x into the standstill waits 1.4 s − x, and 1 ms for its answer.
    const response = decodeHistogram(report.phases[1]?.histograms.response ?? '');
    assert.ok(Math.abs((response.valueAtRank(1980) ?? 0) - 1.301 * S) < 6 * MS);
    assert.equal(report.health.stallsOver20Ms, 1);
    assert.ok(report.health.longestStallNs >= 1.39 * S && report.health.longestStallNs <= 1.4 * S);
    const touched = engine.seen.filter((seen) => seen.touched);
    assert.ok(touched.length >= 280 && touched.length <= 284, `${touched.length}`);
  });

  it('counts requests sent again in the drain too, and no connection opened there', async () => {
    const plan = onlyShard(aLoadPlan({ warmupS: 1, measuredS: 1, drainS: 5 }));
    const { report } = await runVirtualShard(plan, answerIn(S), (clock, _, { counters }) => {
      for (const atNs of [0.5 * S, 1.5 * S, 2.5 * S])
        clock.at(atNs, () => {
          counters.resent += 3;
          counters.newConnections += 1;
        });
    });
    assert.equal(report.health.resent, 6);
    assert.equal(report.health.newConnections, 1);
  });

  it('lets requests over the cap wait, in order, and shows the wait as queueing', async () => {
    const plan = onlyShard(aLoadPlan({ maxInFlight: 2, warmupS: 0, measuredS: 1, drainS: 60 }));
    const { report, engine } = await runVirtualShard(plan, answerIn(100 * MS));
    assert.equal(engine.mostInFlight, 2);
    assert.equal(report.phases[1]?.counters.completed, 200);
    const order = engine.seen.map(({ index }) => index);
    assert.deepEqual(
      order,
      order.toSorted((a, b) => a - b),
    );
    // Two every 100 ms: number 198 goes out at 9.9 s and was due, and dispatched, at 0.99 s.
    const last = engine.seen[198];
    assert.equal(last?.dispatchedNs, 0.99 * S);
    assert.equal(last?.sentNs, 9.9 * S);
    const lateness = decodeHistogram(report.phases[1]?.histograms.lateness ?? '');
    assert.equal(lateness.maxNs, 0);
  });

  it('ends at the drain limit: sent requests as aborted, those over the cap as unsent', async () => {
    const plan = onlyShard(aLoadPlan({ maxInFlight: 30, warmupS: 0, measuredS: 1 }));
    const { report, intervals } = await runVirtualShard(plan, never);
    const counters = report.phases[1]?.counters;
    assert.equal(counters?.planned, 200);
    assert.equal(counters?.aborted, 30);
    assert.equal(counters?.unsent, 170);
    assert.equal(report.phases[1]?.neverDispatched, 0);
    assert.equal(intervals[0]?.inFlight, 30);
    assert.equal(intervals[0]?.waiting, 170);
  });

  it('still dispatches all that was due when it stood still past the drain limit', async () => {
    const plan = onlyShard(aLoadPlan({ warmupS: 0, measuredS: 1, drainS: 1 }));
    const { report } = await runVirtualShard(plan, answerIn(MS), (clock) =>
      clock.at(0.5 * S + 1, () => clock.stall(3 * S)),
    );
    const phase = report.phases[1];
    assert.equal(phase?.counters.completed, 200);
    assert.equal(phase?.neverDispatched, 0);
  });

  it('plans on an interrupt only what was due by then, and accounts for it', async () => {
    const { report } = await runVirtualShard(
      onlyShard(aLoadPlan()),
      answerIn(50 * MS),
      (clock, shard) => clock.at(3 * S + 1, () => shard.stop()),
    );
    const measured = report.phases[1];
    assert.equal(report.interrupted, true);
    assert.equal(measured?.counters.planned, 401);
    assert.equal(measured?.counters.aborted, 10);
    assert.equal(measured?.counters.completed, 391);
    assert.equal(measured?.durationNs, 2 * S + 1);
  });

  it('marks what was answered while its loop stood still, though it went out in time', async () => {
    const plan = onlyShard(aLoadPlan({ ratePerSecond: 10, warmupS: 0, measuredS: 2 }));
    const { report } = await runVirtualShard(plan, answerIn(50 * MS), (clock) =>
      clock.at(1 * S + 20 * MS, () => clock.stall(70 * MS)),
    );
    const [, measured] = report.phases;
    const clean = decodeHistogram(measured?.histograms.clean ?? '');
    const response = decodeHistogram(measured?.histograms.response ?? '');
    // The one that was due at 1 s was done at 1.05 s and is stamped at 1.09 s.
    assert.equal(response.count, 20);
    assert.equal(clean.count, 19);
    assert.ok((clean.maxNs ?? 0) < 50.1 * MS);
  });

  it('dispatches at an interrupt what is due by then', async () => {
    const { report, engine } = await runVirtualShard(
      onlyShard(aLoadPlan({ warmupS: 0 })),
      answerIn(MS),
      (clock, shard) =>
        clock.at(1 * S + 1, () => {
          clock.stall(0.5 * S);
          shard.stop();
        }),
    );
    const measured = report.phases[1];
    assert.equal(measured?.counters.planned, 301);
    assert.equal(engine.seen.length, 301);
    assert.equal(measured?.counters.aborted, 100);
    assert.equal(measured?.neverDispatched, 0);
  });

  it('ends when the last answer is there, well before the drain limit', async () => {
    const plan = onlyShard(aLoadPlan({ warmupS: 1, measuredS: 2, drainS: 60 }));
    const { endedNs } = await runVirtualShard(plan, answerIn(300 * MS));
    assert.ok(endedNs >= 3 * S + 295 * MS && endedNs < 3 * S + 300 * MS, `${endedNs}`);
  });

  it('tells what waits in the engine from what is in flight', async () => {
    const plan = onlyShard(aLoadPlan({ maxInFlight: 50, warmupS: 0, measuredS: 1 }));
    const run = await runVirtualShard(plan, never, () => {}, 7);
    assert.deepEqual([run.intervals[0]?.inFlight, run.intervals[0]?.waiting], [7, 193]);
    const { aborted, unsent } = run.report.phases[1]?.counters ?? assert.fail();
    assert.deepEqual([aborted, unsent], [7, 193]);
  });

  it('flushes once after all that is dispatched together', async () => {
    const plan = onlyShard(aLoadPlan({ warmupS: 0, measuredS: 1 }));
    const { engine } = await runVirtualShard(plan, answerIn(MS), (clock) =>
      clock.at(0.5 * S + 1, () => clock.stall(0.25 * S)),
    );
    // 200 requests, of which the 50 that were due within the standstill go out as one.
    assert.equal(engine.flushes, 151);
  });

  it('sends with three shards the very requests that one would send', async () => {
    const plan = aLoadPlan({ arrivals: 'poisson', measuredS: 2 });
    const sentBy = async (workers: number) => {
      const shards = cutIntoShards({ ...plan, workload: { ...plan.workload, workers } });
      const runs = await Promise.all(shards.map((shard) => runVirtualShard(shard, answerIn(MS))));
      return runs
        .flatMap(({ engine }) => engine.seen)
        .map(({ index, request, dueNs }) => ({ index, request, dueNs }))
        .sort((a, b) => a.index - b.index);
    };
    const alone = await sentBy(1);
    assert.equal(alone.length, 600);
    assert.deepEqual(await sentBy(3), alone);
  });

  it('closes every second once, and its seconds add up to its phases', async () => {
    const { report, intervals } = await runVirtualShard(onlyShard(aLoadPlan()), answerIn(30 * MS));
    assert.deepEqual(
      intervals.map(({ second }) => second),
      [...intervals.keys()],
    );
    const sum = (key: 'due' | 'completed' | 'sent') =>
      intervals.reduce((total, interval) => total + interval[key], 0);
    assert.equal(sum('due'), 2200);
    assert.equal(sum('completed'), 2200);
    assert.equal(sum('sent'), 2200);
    assert.equal(report.intervals.length, intervals.length);
  });

  it('keeps the identity whatever server, stalls, cap and interrupt it meets', async () => {
    const weather = fc.record({
      ratePerSecond: fc.integer({ min: 1, max: 300 }),
      maxInFlight: fc.integer({ min: 1, max: 40 }),
      arrivals: fc.constantFrom('poisson' as const, 'constant' as const),
      seed: fc.nat(),
      serviceMs: fc.integer({ min: 0, max: 3000 }),
      lost: fc.integer({ min: 1, max: 20 }),
      stalls: fc.array(fc.tuple(fc.nat(3500), fc.nat(3000)), { maxLength: 4 }),
      interruptMs: fc.option(fc.nat(4000)),
    });
    await fc.assert(
      fc.asyncProperty(weather, async ({ serviceMs, lost, stalls, interruptMs, ...workload }) => {
        const plan = onlyShard(aLoadPlan({ ...workload, measuredS: 2, drainS: 1 }));
        const server = (sentNs: number, index: number) =>
          index % lost === 0 ? Infinity : sentNs + serviceMs * MS;
        const { report, engine } = await runVirtualShard(plan, server, (clock, shard) => {
          for (const [atMs, ms] of stalls) clock.at(atMs * MS, () => clock.stall(ms * MS));
          if (interruptMs !== null) clock.at(interruptMs * MS, () => shard.stop());
        });
        let planned = 0;
        for (const { counters } of report.phases) {
          assert.equal(unaccounted(counters), 0);
          planned += counters.planned;
        }
        if (interruptMs === null) assert.equal(planned, workload.ratePerSecond * 3);
        assert.ok(engine.mostInFlight <= workload.maxInFlight);
        for (const { dueNs, dispatchedNs, sentNs } of engine.seen) {
          assert.ok(dueNs <= dispatchedNs && dispatchedNs <= sentNs);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('a closed-loop shard', () => {
  it('keeps its concurrency in flight: the next is due when the last is done', async () => {
    const plan = onlyShard(aLoadPlan({ ...closed(4), warmupS: 1, measuredS: 2 }));
    const { report, engine } = await runVirtualShard(plan, answerIn(10 * MS));
    assert.equal(engine.mostInFlight, 4);
    assert.equal(report.phases[0]?.counters.completed, 400);
    assert.equal(report.phases[1]?.counters.completed, 800);
    for (const { dueNs, sentNs } of engine.seen) assert.equal(sentNs, dueNs);
  });

  it('starts exactly the bounded number of requests and then ends', async () => {
    const plan = aLoadPlan({ ...closed(8), warmupS: 1 });
    const phases = plan.phases.map((phase) =>
      phase.name === 'measured' ? { ...phase, durationNs: null, requests: 100 } : phase,
    );
    const shard = onlyShard({ ...plan, phases });
    const { report } = await runVirtualShard(shard, answerIn(10 * MS));
    const measured = report.phases[1];
    assert.equal(measured?.counters.planned, 100);
    assert.equal(measured?.counters.completed, 100);
    // 13 rounds of at most 8, 10 ms each.
    assert.equal(measured?.durationNs, 130 * MS);
  });

  it('sends a bound smaller than its concurrency once', async () => {
    const plan = aLoadPlan({ ...closed(8), warmupS: 0 });
    const phases = plan.phases.map((phase) =>
      phase.name === 'measured' ? { ...phase, durationNs: null, requests: 3 } : phase,
    );
    const { report } = await runVirtualShard(onlyShard({ ...plan, phases }), answerIn(10 * MS));
    assert.equal(report.phases[1]?.counters.completed, 3);
  });

  it('aborts what is in flight on an interrupt and starts nothing more', async () => {
    const plan = onlyShard(aLoadPlan({ ...closed(4), warmupS: 0 }));
    const { report } = await runVirtualShard(plan, answerIn(10 * MS), (clock, shard) =>
      clock.at(1 * S + 5 * MS, () => shard.stop()),
    );
    assert.deepEqual(report.phases[1]?.counters, {
      ...{ planned: 404, completed: 400, failed: 0 },
      ...{ timedOut: 0, aborted: 4, unsent: 0 },
    });
  });
});
