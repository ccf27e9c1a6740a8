import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { simulateLoad } from '../../../../src/load/simulator/simulate-load.ts';
import { anyScene, identityStudy } from '../../../simulation/identity-study.ts';
import { queue, S, thePlan } from '../../../simulation/scenes.ts';
import { meanOf, runRow } from '../../../simulation/study.ts';

const SEEDS = 60;

describe('a simulated load', () => {
  it('is the same to the last bit for the same seed, and another for another', async () => {
    const [first, again, other] = [
      await simulateLoad(anyScene(11)),
      await simulateLoad(anyScene(11)),
      await simulateLoad({ ...anyScene(11), seed: 12 }),
    ];
    assert.deepEqual(first, again);
    assert.notDeepEqual(first, other);
  });

  it('ends when its last answer is there', async () => {
    const plan = thePlan(1, { warmupS: 1, measuredS: 1, drainS: 60 });
    const { endedNs } = await simulateLoad({ plan, server: queue(1, 0.1), seed: 1 });
    assert.ok(endedNs >= 2 * S && endedNs < 2.1 * S, `${endedNs}`);
  });

  it('tells of the time that was taken from it, and of collections', async () => {
    const pauses = [
      { atNs: 6 * S, forNs: 0.06 * S, cause: 'steal' as const },
      { atNs: 7 * S, forNs: 0.03 * S, cause: 'gc' as const },
    ];
    const plan = thePlan(1, { measuredS: 3 });
    const scene = { plan, server: queue(1, 0.1), loop: { pauses }, seed: 1 };
    const { generator } = (await simulateLoad(scene)).point;
    assert.equal(generator.stealShare, 0.02);
    assert.equal(generator.gcPauseNs, 0.03 * S);
    assert.equal(generator.stallsOver20Ms, 2);
  });
});

describe(`${SEEDS} seeds of random faults`, () => {
  it('end, with every request accounted for in its phase, and as the server counted', async () => {
    for (const row of identityStudy.rows) {
      const found = await runRow(row, SEEDS);
      assert.equal(meanOf(found, 'identity broken'), 0);
      assert.equal(meanOf(found, 'unlike its schedule'), 0);
      assert.equal(meanOf(found, 'counts disagree with the server'), 0);
    }
  });
});
