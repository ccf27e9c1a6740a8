import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { simulateLoad } from '../../../src/load/simulator/simulate-load.ts';
import { COMPARISON_STUDIES } from '../../simulation/comparison/comparison-studies.ts';
import { noisyMachine, PLAIN, SECONDS } from '../../simulation/comparison/noisy-machine.ts';
import { simulatedComparison } from '../../simulation/comparison/simulated-comparison.ts';
import {
  percentilesAtOnce,
  percentilesByRequests,
  requestLatency,
} from '../../simulation/comparison/simulated-run.ts';
import { drawsOf, percentile, thePlan } from '../../simulation/scenes.ts';

const STOLEN = { ...PLAIN, stolen: { share: 0.3, seconds: 20 } };

/** Mean and standard deviation of ln(value), for p50 and for p99. */
function momentsOf(draws: readonly (readonly number[])[]) {
  return [0, 1].map((which) => {
    const logs = draws.map((values) => Math.log(values[which] ?? 0));
    const mean = logs.reduce((sum, one) => sum + one, 0) / logs.length;
    const squares = logs.reduce((sum, one) => sum + (one - mean) ** 2, 0);
    return { mean, deviation: Math.sqrt(squares / (logs.length - 1)) };
  });
}

describe('a simulated run', () => {
  it('has the percentiles of a whole load in virtual time, which its own rules call valid', async () => {
    const served = { weather: noisyMachine(3, PLAIN)(), factor: 1, slowRequests: 0.1 };
    const [p50, p99] = percentilesByRequests(served, drawsOf(3));
    const latencyNs = requestLatency(served, drawsOf(4));
    const second = (ns: number) => Math.min(SECONDS - 1, Math.max(0, Math.floor(ns / 1e9) - 1));
    const { point } = await simulateLoad({
      plan: thePlan(3, { warmupS: 1, measuredS: SECONDS }),
      server: () => ({ places: 10_000, serviceNs: (startNs) => latencyNs(second(startNs)) }),
      seed: 3,
    });
    assert.equal(point.verdict, 'valid');
    for (const [percent, ours, tolerance] of [
      [50, p50, 0.02],
      [99, p99, 0.06],
    ] as const) {
      const whole = percentile(point, percent);
      assert.ok(whole?.state === 'measured');
      const apart = Math.abs(Math.log((ours ?? 0) / whole.valueNs));
      assert.ok(apart < tolerance, `p${percent}: ${ours}, ${whole.valueNs}`);
    }
  });

  it('may have them drawn at once: they are spread as those of single requests are', () => {
    const served = { weather: noisyMachine(5, STOLEN)(), factor: 1.1, slowRequests: 0.25 };
    const runs = 150;
    const drawn = (draw: typeof percentilesAtOnce, stream: number) => {
      const random = drawsOf(stream);
      return momentsOf(Array.from({ length: runs }, () => draw(served, random)));
    };
    const byRequests = drawn(percentilesByRequests, 1);
    for (const [index, { mean, deviation }] of drawn(percentilesAtOnce, 2).entries()) {
      const other = byRequests[index] ?? assert.fail();
      const error = Math.hypot(deviation, other.deviation) / Math.sqrt(runs);
      assert.ok(Math.abs(mean - other.mean) < 3.5 * error, `${mean}, ${other.mean} ± ${error}`);
      const wider = Math.log(deviation / other.deviation);
      assert.ok(Math.abs(wider) < 0.3, `${deviation}, ${other.deviation}`);
    }
  });

  it('remembers what was stolen', () => {
    const next = noisyMachine(1, STOLEN);
    const shares = Array.from({ length: 40 }, () => next().stealShare);
    assert.deepEqual([...new Set(shares)].sort(), [0, (0.3 * 20) / SECONDS]);
  });
});

describe('a simulated comparison', () => {
  const question = { noise: { ...PLAIN, scale: 0.5 }, pairs: 6, isRepeating: true };

  it('is the same for the same seed', () => {
    const ask = () => simulatedComparison(7, { ...question, effect: 0.1 });
    assert.deepEqual(ask(), ask());
  });

  it('finds a large change, confirms it, and finds none where there is none', () => {
    const found = simulatedComparison(7, { ...question, effect: 0.3 });
    assert.deepEqual([found.regressed, found['regressed and confirmed']], [1, 1]);
    const none = simulatedComparison(7, { ...question, effect: 0 });
    assert.deepEqual([none.regressed, none.improved], [0, 0]);
  });

  it('is put to every kind of machine, with and without a change', () => {
    const labels = COMPARISON_STUDIES.machines?.rows.map(({ label }) => label) ?? [];
    assert.equal(new Set(labels).size, labels.length);
    assert.ok(labels.includes('ordinary noise; B +10 %'));
  });
});
