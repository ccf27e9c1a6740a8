import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LoadPlan } from '../../../../src/load/load-plan.ts';
import { createPlanSchedule } from '../../../../src/load/pacing/plan-schedule.ts';
import { type Scene, simulateLoad } from '../../../../src/load/simulator/simulate-load.ts';
import { decodeHistogram } from '../../../../src/load/stats/histogram-codec.ts';
import { gate, MS, percentile, S, thePlan } from '../../../simulation/scenes.ts';

const FROM_NS = 20 * S;
const TO_NS = 21.4 * S;
const SERVICE_NS = 2 * MS;
/** The latest of 6,000 wake-ups that come 20 µs late on average. */
const WAKE_NS = 0.3 * MS;
/** Cells of a histogram are this wide. */
const CELL_SHARE = 0.001;

const theServer: Scene['server'] = () => ({ places: 400, serviceNs: () => SERVICE_NS });
const stalledServer: Scene['server'] = () => ({
  ...theServer(),
  pauses: [{ fromNs: FROM_NS, toNs: TO_NS }],
});
const ourStall = { pauses: [{ atNs: FROM_NS, forNs: TO_NS - FROM_NS, cause: 'work' as const }] };

/** By hand, sorted: what is due in the standstill, or at work when it begins, waits for its end. */
function textbookNs(plan: LoadPlan): number[] {
  const schedule = createPlanSchedule({ ...plan, shard: 0, shards: 1 });
  const times: number[] = [];
  for (let dueNs = schedule.nextDueNs(); dueNs >= 0; dueNs = schedule.nextDueNs()) {
    if (dueNs < 5 * S) continue;
    const waits = dueNs >= FROM_NS - SERVICE_NS && dueNs < TO_NS;
    times.push(waits ? SERVICE_NS + TO_NS - Math.max(dueNs, FROM_NS) : SERVICE_NS);
  }
  return times.sort((a, b) => a - b);
}

describe('a server that stands still for 1.4 s under 200 requests/s', () => {
  for (const arrivals of ['constant', 'poisson'] as const) {
    it(`gives the response times of the textbook at every rank, arrivals ${arrivals}`, async () => {
      const plan = thePlan(5, { arrivals });
      const { point } = await simulateLoad({ plan, server: stalledServer, seed: 5 });
      const response = decodeHistogram(point.histograms.response);
      const expected = textbookNs(plan);
      assert.equal(response.count, 6000);
      expected.forEach((expectedNs, i) => {
        const actualNs = response.valueAtRank(i + 1) ?? 0;
        // One at work when the standstill begins may end up to its service time earlier.
        const awayNs = WAKE_NS + SERVICE_NS + CELL_SHARE * expectedNs;
        assert.ok(Math.abs(actualNs - expectedNs) <= awayNs, `rank ${i}: ${actualNs}`);
      });
      assert.equal(point.verdict, 'valid');
    });
  }

  it('has a p99 of 1.10 s: 60 of 6,000 requests are due in the first 0.3 s of it', async () => {
    const plan = thePlan(5, { arrivals: 'constant' });
    const { point } = await simulateLoad({ plan, server: stalledServer, seed: 5 });
    const p99 = percentile(point, 99);
    assert.ok(p99?.state === 'measured' && !p99.distorted);
    assert.ok(Math.abs(p99.valueNs - 1.102 * S) < 6 * MS, `${p99.valueNs}`);
  });
});

describe('our own standstill of 1.4 s', () => {
  const scene = { plan: thePlan(5), server: theServer, loop: ourStall, seed: 5 };

  it('gives the same response times, marked as ours: the service time knows nothing of it', async () => {
    const { point } = await simulateLoad(scene);
    const p99 = percentile(point, 99);
    assert.ok(p99?.state === 'measured' && p99.distorted);
    const expectedNs = textbookNs(scene.plan)[5939] ?? 0;
    assert.ok(Math.abs(p99.valueNs - expectedNs) < 0.001 * expectedNs + SERVICE_NS);
    assert.ok(
      (decodeHistogram(point.histograms.service).valueAtRank(5900) ?? 0) < 1.1 * SERVICE_NS,
    );
    assert.equal(point.verdict, 'valid');
    assert.equal(point.generator.stallsOver20Ms, 1);
  });

  it('makes a gate that only it could fail undecided, and leaves a wide one alone', async () => {
    const narrow = await simulateLoad({ ...scene, gates: [gate('p99<50ms')] });
    assert.equal(narrow.point.verdict, 'invalid');
    const wide = await simulateLoad({ ...scene, gates: [gate('p99<2s')] });
    assert.deepEqual([wide.point.verdict, wide.point.gates[0]?.passed], ['valid', true]);
  });
});
