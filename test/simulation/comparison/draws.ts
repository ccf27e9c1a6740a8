import type { Random } from '../../../src/load/pacing/random.ts';
import { normal } from '../scenes.ts';

/** Gamma deviate of scale 1, `shape` ≥ 1: Marsaglia and Tsang 2000, exact. */
function gamma(random: Random, shape: number): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(random);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(random()) < (x * x) / 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** Beta deviate, both shapes ≥ 1. */
function beta(random: Random, a: number, b: number): number {
  const x = gamma(random, a);
  return x / (x + gamma(random, b));
}

/**
 * The values of rank `ranks` (ascending, from 1) among `n` uniform deviates, drawn from their joint
 * distribution: U₍k₎ is Beta(k, n + 1 − k), and above it lie n − k uniform ones again.
 */
export function orderStatistics(random: Random, n: number, ranks: readonly number[]): number[] {
  let [below, rank] = [0, 0];
  return ranks.map((next) => {
    below += (1 - below) * beta(random, next - rank, n + 1 - next);
    rank = next;
    return below;
  });
}

/** Poisson deviate of a small mean, by counting exponential steps. */
export function poisson(random: Random, mean: number): number {
  let [count, left] = [0, mean + Math.log(random())];
  while (left > 0) {
    count += 1;
    left += Math.log(random());
  }
  return count;
}

const NUMERATOR = [
  0.0352624965998911, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871,
  221.213596169931, 220.206867912376,
];
const DENOMINATOR = [
  0.0883883476483184, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674,
  637.333633378831, 793.826512519948, 440.413735824752,
];

/** P(Z ≤ x) of the normal distribution, by Hart's rational form: to 1e-14 where |x| < 7. */
export function normalShareBelow(x: number): number {
  const z = Math.abs(x);
  if (z > 7) return x > 0 ? 1 : 0;
  const polynomial = (coefficients: readonly number[]) =>
    coefficients.reduce((sum, coefficient) => sum * z + coefficient, 0);
  const tail = (Math.exp((-z * z) / 2) * polynomial(NUMERATOR)) / polynomial(DENOMINATOR);
  return x > 0 ? 1 - tail : tail;
}
