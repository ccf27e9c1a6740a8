import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LoadOutcome } from '../../../../src/contract/measurements.ts';
import { pointSchema } from '../../../../src/contract/point.ts';
import { buildLoadOutcome } from '../../../../src/load/stats/build-load-outcome.ts';
import { mergeReports } from '../../../../src/load/stats/merge-reports.ts';
import { aFate, CPU, fates, outcomeOf } from './a-load-outcome.ts';
import { aShardPlan, MS, SECOND } from './a-shard-plan.ts';
import { playLoad } from './play-load.ts';

const response = (outcome: LoadOutcome, percent: number) =>
  outcome.latency.response.percentiles.find((p) => p.percent === percent);

describe('what a load measured', () => {
  it('is what the schema of a point asks for', () => {
    const { interrupted, neverDispatched, abortReason, ...outcome } = outcomeOf(fates());
    const judged = { server: null, rules: [], verdict: 'valid', notes: [], gates: [] };
    assert.deepEqual(pointSchema.parse({ ...outcome, ...judged }), { ...outcome, ...judged });
    assert.equal(interrupted, false);
    assert.equal(abortReason, null);
    assert.equal(neverDispatched, 0);
  });

  it('has the phases with their start, and the measured one decides', () => {
    const outcome = outcomeOf(fates((i) => (i < 500 ? { ending: 'reset' } : {})));
    assert.deepEqual(
      outcome.phases.map(({ name, startNs, durationNs }) => [name, startNs, durationNs]),
      [
        ['warmup', 0, 5 * SECOND],
        ['measured', 5 * SECOND, 30 * SECOND],
      ],
    );
    assert.equal(outcome.phases[0]?.counters.failed, 500);
    assert.deepEqual(outcome.failures, []);
    assert.equal(outcome.latency.response.count, 3000);
  });

  it('has rates of what was due, sent and answered', () => {
    const outcome = outcomeOf(fates((i) => (i % 10 === 0 ? { ending: 'never sent' } : {})));
    const { duePerSecond, sentPerSecond, servedPerSecond, inferencesPerSecond } = outcome.rates;
    assert.deepEqual(
      [duePerSecond, sentPerSecond, servedPerSecond, inferencesPerSecond],
      [100, 90, 90, 90],
    );
  });

  it('counts the inferences of every request in the rate of inferences', () => {
    const merged = mergeReports([playLoad(fates())]);
    const plan = aShardPlan({ workload: { batchSize: 8 } });
    const { rates } = buildLoadOutcome({ name: '', plan, merged, cpu: CPU });
    assert.deepEqual([rates.servedPerSecond, rates.inferencesPerSecond], [100, 800]);
  });

  it('serves only what came while the phase lasted', () => {
    const outcome = outcomeOf(fates((i) => (i >= 3400 ? { serviceNs: 2 * SECOND } : {})));
    assert.equal(outcome.phases[1]?.counters.completed, 3000);
    assert.equal(Math.round(outcome.rates.servedPerSecond * 30), 2900);
  });

  it('marks a percentile that our own lateness moved, and only that', () => {
    const late = fates((i) => (i % 50 === 0 ? { latenessNs: 30 * MS } : {}));
    const outcome = outcomeOf(late);
    const marks = [50, 99].map((percent) => {
      const percentile = response(outcome, percent);
      return percentile?.state === 'measured' && percentile.distorted;
    });
    assert.deepEqual(marks, [false, true]);
  });

  it('knows the spread of the workers', () => {
    const slow = fates(() => ({ serviceNs: 50 * MS }));
    const { workers } = outcomeOf(fates(), slow).generator;
    assert.deepEqual(
      workers.map(({ worker, busyShare, counters }) => [worker, busyShare, counters.completed]),
      [
        [0, 0.1, 3000],
        [1, 0.1, 3000],
      ],
    );
    const [fast, other] = workers;
    assert.ok((fast?.p99ResponseNs ?? 0) < 6 * MS && (other?.p50ResponseNs ?? 0) > 49 * MS);
  });

  it('says nothing of a percentile of a worker that sent too few', () => {
    const few = Array.from({ length: 50 }, (_, i) => aFate(600 + i));
    const [worker] = outcomeOf(few).generator.workers;
    assert.ok(worker?.p50ResponseNs);
    assert.equal(worker?.p99ResponseNs, null);
  });

  it('adds up standstills, pauses and connections of the workers', () => {
    const { workers: _, ...generator } = outcomeOf(fates(), fates()).generator;
    assert.deepEqual(generator, {
      ...CPU,
      ...{ gcPauseNs: 2, stallsOver20Ms: 4, longestStallNs: 1, newConnections: 6, resent: 8 },
    });
  });

  it('of nothing is still whole', () => {
    const outcome = outcomeOf([]);
    assert.equal(outcome.rates.servedPerSecond, 0);
    assert.equal(response(outcome, 50)?.state, 'too-few');
  });
});
