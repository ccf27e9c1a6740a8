import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { createPoissonSchedule } from '../../../../src/load/pacing/poisson-schedule.ts';
import { createRandom } from '../../../../src/load/pacing/random.ts';
import { allDue } from '../../../support/all-due.ts';
import { KS_LIMIT, ksDistance } from '../../../support/ks-distance.ts';

const T_NS = 30e9;

const arrivals = (seed: number, count: number) =>
  allDue(createPoissonSchedule(0, T_NS, count, createRandom(seed, 0)));

describe('a Poisson schedule', () => {
  it('has exactly as many arrivals as asked for, in order, inside its phase', () => {
    const plan = fc.tuple(fc.nat(1e12), fc.integer({ min: 1, max: 1e12 }), fc.nat(500), fc.nat());
    fc.assert(
      fc.property(plan, ([startNs, durationNs, count, seed]) => {
        const random = createRandom(seed, 0);
        const due = allDue(createPoissonSchedule(startNs, durationNs, count, random));
        assert.equal(due.length, count);
        assert.deepEqual(
          due,
          due.toSorted((a, b) => a - b),
        );
        for (const ns of due) assert.ok(ns >= startNs && ns < startNs + durationNs);
      }),
    );
  });
  it('goes the share 1 − U^(1/k) of what remains, with k left', () => {
    const due = allDue(createPoissonSchedule(100, 16_000, 2, () => 0.25));
    assert.deepEqual(due, [100 + 8000, 100 + 8000 + 6000]);
  });
  it('stays inside its phase at both ends of the random range', () => {
    for (const u of [2 ** -53, 1]) {
      const due = allDue(createPoissonSchedule(7, 1000, 5, () => u));
      assert.equal(due.length, 5);
      for (const ns of due) assert.ok(ns >= 7 && ns < 1007, `${ns}`);
    }
  });
  for (const seed of [1, 2, 3, 4, 5]) {
    it(`spreads its arrivals evenly over the phase (KS, seed ${seed})`, () => {
      const distance = ksDistance(arrivals(seed, 6000), (x) => x / T_NS);
      assert.ok(distance < KS_LIMIT, `√n·D = ${distance}`);
    });
    it(`spaces them exponentially (KS, seed ${seed})`, () => {
      const due = arrivals(seed, 6000);
      const gaps = due.slice(1).map((ns, i) => ns - (due[i] ?? 0));
      const meanNs = T_NS / 6000;
      const distance = ksDistance(
        gaps.toSorted((a, b) => a - b),
        (x) => 1 - Math.exp(-x / meanNs),
      );
      assert.ok(distance < KS_LIMIT, `√n·D = ${distance}`);
    });
  }
  it('keeps its shape with a billion arrivals to draw: the first gaps are exponential', () => {
    const count = 1e9;
    const schedule = createPoissonSchedule(0, 1e15, count, createRandom(9, 0));
    const first = Array.from({ length: 5000 }, () => schedule.nextDueNs());
    const gaps = first.slice(1).map((ns, i) => ns - (first[i] ?? 0));
    const distance = ksDistance(
      gaps.toSorted((a, b) => a - b),
      (x) => 1 - Math.exp(-x / 1e6),
    );
    assert.ok(distance < KS_LIMIT, `√n·D = ${distance}`);
  });
  it('is another one for another seed', () => {
    assert.notDeepEqual(arrivals(1, 10), arrivals(2, 10));
  });
});
