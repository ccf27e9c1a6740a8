import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { unaccounted } from '../../../../src/contract/accounting.ts';
import type { StartedLoad } from '../../../../src/contract/journal.ts';
import { type Point, pointSchema } from '../../../../src/contract/point.ts';
import { simulateLoad } from '../../../../src/load/simulator/simulate-load.ts';
import { cutOffPoint } from '../../../../src/load/stats/cut-off-point.ts';
import { decodeHistogram } from '../../../../src/load/stats/histogram-codec.ts';
import { queue, thePlan } from '../../../simulation/scenes.ts';

const plan = thePlan(50, { warmupS: 2, measuredS: 20 });
const load: StartedLoad = {
  startedAtEpochMs: 0,
  workload: plan.workload,
  phases: plan.phases.map(({ name, startNs, durationNs }) => ({ name, startNs, durationNs })),
  percentiles: [50, 90, 99],
  conditions: ['p50<1s', 'p99<1us', 'accuracy>=0.9'],
};
const { point: whole } = await simulateLoad({ plan, server: queue(1, 0.01), seed: 7 });

function measuredOf(point: Point) {
  return point.phases.find(({ name }) => name === 'measured') ?? assert.fail();
}

describe('a load that was cut off', () => {
  it('adds up wherever it was cut, and is never believed', () => {
    for (let seconds = 1; seconds <= whole.intervals.length; seconds += 1) {
      const point = cutOffPoint(load, whole.intervals.slice(0, seconds));
      assert.deepEqual(pointSchema.parse(point), point);
      for (const { counters } of point.phases) assert.equal(unaccounted(counters), 0);
      const { counters } = measuredOf(point);
      const { count } = decodeHistogram(point.histograms.response);
      assert.equal(count, counters.completed + counters.timedOut);
      const due = whole.intervals.slice(0, seconds).reduce((sum, row) => sum + row.due, 0);
      const planned = point.phases.reduce((sum, phase) => sum + phase.counters.planned, 0);
      // A second is closed a moment late, and takes in what was due and answered in that moment.
      assert.ok(Math.abs(planned - due) <= 5, `${planned} of ${due} after ${seconds} s`);
      assert.equal(point.verdict, 'invalid');
    }
  });

  it('has the latencies of its seconds, and no lateness that nobody told of', () => {
    const point = cutOffPoint(load, whole.intervals);
    const [p50, p90] = point.latency.response.percentiles;
    const [wholeP50, wholeP90] = whole.latency.response.percentiles;
    assert.ok(p50?.state === 'measured' && wholeP50?.state === 'measured');
    assert.ok(p90?.state === 'measured' && wholeP90?.state === 'measured');
    assert.ok(Math.abs(p50.valueNs - wholeP50.valueNs) < 0.05 * wholeP50.valueNs);
    assert.ok(Math.abs(p90.valueNs - wholeP90.valueNs) < 0.05 * wholeP90.valueNs);
    assert.equal(p50.distorted, false);
    assert.equal(point.latency.lateness.meanNs, null);
    assert.equal(point.generator, null);
  });

  it('says of each rule whether it could be asked', () => {
    const rules = cutOffPoint(load, whole.intervals.slice(0, 12)).rules;
    const known = rules.filter(({ judged }) => judged !== false).map(({ rule }) => rule);
    assert.deepEqual(known, ['lost-requests', 'growing-backlog', 'cut-off']);
    const unknown = rules.filter(({ judged }) => judged === false);
    assert.deepEqual(
      new Set(unknown.map(({ value }) => value)),
      new Set(['not known: the run was cut off']),
    );
    assert.ok(unknown.every(({ fired }) => !fired));
    assert.match(rules.at(-1)?.value ?? '', /^10 s of the measured phase seen/);
  });

  it('answers its conditions by what was measured, and says so', () => {
    const { gates } = cutOffPoint(load, whole.intervals.slice(0, 12));
    assert.deepEqual(
      gates.map(({ expression, passed }) => [expression, passed]),
      [
        ['p50<1s', true],
        ['p99<1us', false],
        ['accuracy>=90%', false],
        ['errors<=1%', true],
      ],
    );
    assert.match(gates[0]?.reason ?? '', /until the run was cut off/);
    assert.match(gates[2]?.reason ?? '', /not known/);
  });

  it('measured nothing when it was cut off in the warm-up', () => {
    const point = cutOffPoint(load, whole.intervals.slice(0, 1));
    assert.equal(measuredOf(point).counters.planned, 0);
    assert.equal(measuredOf(point).durationNs, 0);
    assert.ok((point.phases[0]?.counters.planned ?? 0) > 0);
  });

  it('counts no second before the whole one that the measured phase begins with', () => {
    const odd = {
      ...load,
      phases: load.phases.map((phase) => ({
        ...phase,
        startNs: phase.name === 'measured' ? 1.5e9 : 0,
      })),
    };
    const { startNs, durationNs } = measuredOf(cutOffPoint(odd, whole.intervals.slice(0, 5)));
    assert.deepEqual([startNs, durationNs], [2e9, 3e9]);
  });

  it('is as long as planned when it was cut off while the last answers were awaited', () => {
    const drain = whole.intervals.at(-1) ?? assert.fail();
    const late = Array.from({ length: 4 }, (_, i) => ({ ...drain, second: 22 + i, due: 0 }));
    const point = cutOffPoint(load, [...whole.intervals.slice(0, 22), ...late]);
    assert.equal(measuredOf(point).durationNs, 20e9);
  });

  it('is not made of a damaged histogram', () => {
    const [first, ...rest] = whole.intervals.slice(2);
    assert.ok(first);
    const damaged = [{ ...first, response: `${first.response.slice(0, 20)}AAAA` }, ...rest];
    assert.throws(() => cutOffPoint(load, damaged), { code: 'result-unreadable' });
  });
});
