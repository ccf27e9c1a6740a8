import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Calibration, calibrationSchema } from '../../../../src/contract/calibration.ts';
import {
  buildCalibration,
  conditionsOfRun,
} from '../../../../src/report/calibration/build-calibration.ts';
import {
  advisedPairs,
  tightLimits,
} from '../../../../src/report/calibration/calibration-advice.ts';
import { renderComparison } from '../../../../src/report/compare/render-comparison.ts';
import { aComparison } from '../../../support/a-comparison.ts';
import { assertGolden } from '../../../support/golden.ts';
import { aRun, somePairs } from '../compare/some-pairs.ts';

const AT = '2026-11-23T00:00:00.000Z';
const runs = somePairs(8, 1, { seconds: 10 });

function calibrated(): Calibration {
  const { comparison } = aComparison(runs);
  const made = comparison && runs[0] && buildCalibration(comparison, runs[0], AT);
  assert.ok(made);
  return made;
}

/** Of a machine on which p50 spreads like that. */
function spreading(spread: number): Calibration {
  const metrics = calibrated().metrics.map((one) => (one.id === 'p50' ? { ...one, spread } : one));
  return { ...calibrated(), metrics };
}

describe('a calibration', () => {
  it('has the spread of each metric that has one, and what follows for its limit', () => {
    const made = calibrationSchema.parse(calibrated());
    assert.deepEqual([made.pairs, made.load, made.at], [8, '200/s', AT]);
    const p50 = made.metrics.find(({ id }) => id === 'p50');
    assert.ok(p50 && p50.spread > 0.002 && p50.spread < 0.02, `${p50?.spread}`);
    assert.deepEqual([p50.limit, p50.pairsForLimit], [0.05, 2]);
    assert.equal(
      made.metrics.find(({ id }) => id === 'errors'),
      undefined,
    );
  });

  it('is shown before the comparison', () => {
    const document = aComparison(runs, { origin: 'calibrate', calibration: calibrated() });
    const look = { color: false, width: 100 };
    assertGolden('calibrate.txt', renderComparison(document, 'text', look));
    assertGolden('calibrate.md', renderComparison(document, 'md', look));
  });

  it('is of the same conditions for another seed, and not for another rate or machine', () => {
    const [run] = runs;
    assert.ok(run);
    const of = (over: Partial<typeof run>) => conditionsOfRun({ ...run, ...over })?.fingerprint;
    const points = run.points.map((point) => ({
      ...point,
      workload: { ...point.workload, seed: 99, modelVersion: '7' },
    }));
    assert.equal(of({ points }), of({}));
    assert.notEqual(of({ environment: { ...run.environment, cpuCount: 3 } }), of({}));
    assert.notEqual(conditionsOfRun(aRun(1, 0, { ratePerSecond: 50, seconds: 10 })), of({}));
    assert.equal(conditionsOfRun({ ...run, points: [...points, ...points] }), null);
  });
});

describe('what a calibration advises', () => {
  it('is as many pairs as the tightest limit takes: an even number from 6 to 20', () => {
    const limits = { p50: 0.05, throughput: 0.05 };
    assert.equal(advisedPairs(spreading(0.01), limits), 6);
    const some = advisedPairs(spreading(0.045), limits);
    assert.ok(some > 8 && some < 16 && some % 2 === 0, `${some}`);
    assert.equal(advisedPairs(spreading(0.5), limits), 20);
    assert.equal(advisedPairs(spreading(0.5), { throughput: 0.05 }), 6);
  });

  it('names limits that so many pairs cannot tell, and says how many could', () => {
    assert.deepEqual(tightLimits(spreading(0.01), { p50: 0.05 }, 8), []);
    const [tight] = tightLimits(spreading(0.07), { p50: 0.05 }, 8);
    assert.match(tight ?? '', /^p50: .*8 pairs tell no change below 6\.\d+ %; /);
    const [hopeless] = tightLimits(spreading(0.5), { p50: 0.05 }, 8);
    assert.match(hopeless ?? '', /not even 20 pairs tell 5 %\.$/);
  });
});
