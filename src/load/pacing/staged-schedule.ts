import { type Stage, stageArrivals } from '../../contract/stages.ts';
import type { Random } from './random.ts';
import { createRateInverse } from './rate-inverse.ts';
import type { Schedule } from './schedule.ts';

/**
 * Exactly `count` arrivals whose rate follows the stages: drawn on the cumulative rate and mapped back
 * through its inverse. `random` null: equally spaced there, the first at the start.
 */
export function createStagedSchedule(
  startNs: number,
  durationNs: number,
  stages: readonly Stage[],
  count: number,
  random: Random | null,
): Schedule {
  const expected = stageArrivals(stages);
  const timeOf = createRateInverse(stages);
  const lastNs = startNs + durationNs - 1;
  let place = 0;
  let next = 0;
  let dueNs = startNs;
  return {
    nextDueNs() {
      if (next >= count) return -1;
      if (random === null) place = (next * expected) / count;
      // The next of the sorted uniforms that are left; see `createPoissonSchedule`.
      else place -= (expected - place) * Math.expm1(Math.log(random()) / (count - next));
      next += 1;
      // Two places that differ by a rounding error may come back in the other order.
      dueNs = Math.max(dueNs, Math.min(startNs + Math.floor(timeOf(place)), lastNs));
      return dueNs;
    },
  };
}
