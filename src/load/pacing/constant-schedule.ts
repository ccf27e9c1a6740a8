import type { Schedule } from './schedule.ts';

/**
 * `count` arrivals at equal distances over [startNs, startNs + durationNs), the first at the start.
 * Each is computed from its number, so nothing adds up to a drift.
 */
export function createConstantSchedule(
  startNs: number,
  durationNs: number,
  count: number,
): Schedule {
  let next = 0;
  return {
    nextDueNs() {
      if (next >= count) return -1;
      const dueNs = startNs + Math.floor((next * durationNs) / count);
      next += 1;
      return dueNs;
    },
  };
}
