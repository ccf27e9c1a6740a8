import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { simulateLoad } from '../../../src/load/simulator/simulate-load.ts';
import { COMPARISON_STUDIES } from '../../simulation/comparison/comparison-studies.ts';
import { noisyMachine, PLAIN, SECONDS } from '../../simulation/comparison/noisy-machine.ts';
import { simulatedComparison } from '../../simulation/comparison/simulated-comparison.ts';
import { latencies, simulatedRun } from '../../simulation/comparison/simulated-run.ts';
import { drawsOf, percentile, thePlan } from '../../simulation/scenes.ts';

const STOLEN = { ...PLAIN, stolen: { share: 0.3, seconds: 20 } };

describe('a simulated run', () => {
  it('has the percentiles of a whole load in virtual time, which its own rules call valid', async () => {
    const weather = noisyMachine(3, PLAIN)();
    const alone = simulatedRun(0, weather, latencies(weather, 1, 0.1, drawsOf(3)), drawsOf(3, 2));
    const latencyNs = latencies(weather, 1, 0.1, drawsOf(4));
    const second = (ns: number) => Math.min(SECONDS - 1, Math.max(0, Math.floor(ns / 1e9) - 1));
    const { point } = await simulateLoad({
      plan: thePlan(3, { warmupS: 1, measuredS: SECONDS }),
      server: () => ({ places: 10_000, serviceNs: (startNs) => latencyNs(second(startNs)) }),
      seed: 3,
    });
    assert.equal(point.verdict, 'valid');
    const [ours] = alone.points;
    for (const [percent, tolerance] of [
      [50, 0.015],
      [99, 0.06],
    ] as const) {
      const [one, other] = [ours && percentile(ours, percent), percentile(point, percent)];
      assert.ok(one?.state === 'measured' && other?.state === 'measured');
      const apart = Math.abs(Math.log(one.valueNs / other.valueNs));
      assert.ok(apart < tolerance, `p${percent}: ${one.valueNs}, ${other.valueNs}`);
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
