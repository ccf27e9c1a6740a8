import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  changePoints,
  stepsAt,
  weakChangePoints,
} from '../../../../src/report/regression/change-points.ts';
import { energySplit } from '../../../../src/report/regression/energy-split.ts';
import { packageRoot } from '../../../support/package-root.ts';

interface Found {
  readonly index: number;
  readonly p: number;
  readonly before: number;
  readonly after: number;
  readonly magnitude: number;
}

interface Otava {
  readonly maxP: number;
  readonly minMagnitude: number;
  readonly cases: readonly {
    readonly name: string;
    readonly series: readonly number[];
    readonly weak: readonly Found[];
    /** By Otava's merge with the levels of both neighbours computed anew. */
    readonly recomputed: readonly Found[];
    readonly changePoints: readonly Found[];
  }[];
}

const otava: Otava = JSON.parse(
  readFileSync(`${packageRoot}test/unit/report/regression/otava.json`, 'utf8'),
);

function assertSame(ours: readonly Found[], theirs: readonly Found[]) {
  const indices = (found: readonly Found[]) => found.map(({ index }) => index);
  assert.deepEqual(indices(ours), indices(theirs));
  for (const [nth, point] of ours.entries()) {
    for (const key of ['p', 'before', 'after', 'magnitude'] as const) {
      const [our, their] = [point[key], theirs[nth]?.[key] ?? Number.NaN];
      assert.ok(Math.abs(our - their) <= 1e-12 + 1e-6 * Math.abs(their), `${key}: ${our} ${their}`);
    }
  }
}

/** The steps of the two that say the same, to more digits than they share. */
function isSame(ours: readonly Found[], theirs: readonly Found[]): boolean {
  try {
    assertSame(ours, theirs);
    return true;
  } catch {
    return false;
  }
}

describe('change points', () => {
  for (const { name, series, weak, recomputed } of otava.cases) {
    it(`are those that Apache Otava finds: ${name}`, () => {
      assertSame(stepsAt(series, weakChangePoints(series, otava.maxP), 'n'), weak);
      assertSame(changePoints(series, otava), recomputed);
    });
  }
  it('differ from Otava as it is only where it kept the levels of a neighbour that had new ones', () => {
    const differing = otava.cases.filter(
      ({ series, changePoints: theirs }) => !isSame(changePoints(series, otava), theirs),
    );
    const stale = otava.cases.filter((one) => !isSame(one.recomputed, one.changePoints));
    assert.deepEqual(differing, stale);
    assert.ok(stale.length < otava.cases.length / 5, `${stale.length}`);
  });
});

/** As it is defined: every sum anew. */
function naiveSplit(values: readonly number[]) {
  const mean = (x: readonly number[], y: readonly number[]) =>
    x.flatMap((one) => y.map((other) => Math.abs(one - other))).reduce((a, b) => a + b, 0);
  let best = { index: 1, energy: Number.NEGATIVE_INFINITY };
  for (let tau = 1; tau < values.length; tau += 1) {
    for (let kappa = tau + 1; kappa <= values.length; kappa += 1) {
      const [x, y] = [values.slice(0, tau), values.slice(tau, kappa)];
      const [n, m] = [x.length, y.length];
      const within = (side: readonly number[]) =>
        side.length < 2 ? 0 : mean(side, side) / (side.length * (side.length - 1));
      const energy = ((n * m) / (n + m)) * ((2 * mean(x, y)) / (n * m) - within(x) - within(y));
      if (energy > best.energy) best = { index: tau, energy };
    }
  }
  return best;
}

describe('the best split of a stretch', () => {
  it('has the highest energy of all', () => {
    const values = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 2, maxLength: 25 });
    fc.assert(
      fc.property(values, fc.nat(5), (series, before) => {
        const padded = [...Array(before).fill(1e6), ...series, 1e6];
        const { energy } = energySplit(padded, before, before + series.length);
        assert.ok(Math.abs(energy - naiveSplit(series).energy) < 1e-6 * (1 + energy));
      }),
    );
  });
  it('is where a clear step is', () => {
    assert.equal(energySplit([1, 1.1, 1, 5, 5.1, 5], 0, 6).index, 3);
  });
});
