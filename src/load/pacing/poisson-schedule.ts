import type { Random } from './random.ts';
import type { Schedule } from './schedule.ts';

/**
 * Exactly `count` arrivals of a Poisson process over [startNs, startNs + durationNs): `count` sorted
 * uniforms, drawn one by one. With k left, the distance to the next is the least of k uniforms over
 * what remains: t += (T − t)·(1 − U^(1/k)), U in (0, 1].
 */
export function createPoissonSchedule(
  startNs: number,
  durationNs: number,
  count: number,
  random: Random,
): Schedule {
  const lastNs = startNs + durationNs - 1;
  let elapsedNs = 0;
  let left = count;
  return {
    nextDueNs() {
      if (left === 0) return -1;
      // 1 − U^(1/k), by expm1: the subtraction would lose the digits when k is in the millions.
      elapsedNs -= (durationNs - elapsedNs) * Math.expm1(Math.log(random()) / left);
      left -= 1;
      return Math.min(startNs + Math.floor(elapsedNs), lastNs);
    },
  };
}
