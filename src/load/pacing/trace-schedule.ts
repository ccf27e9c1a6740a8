import type { Schedule } from './schedule.ts';

/** Recorded arrivals, nanoseconds from the start of the phase, never decreasing. */
export function createTraceSchedule(
  startNs: number,
  recordedNs: Float64Array,
  count: number,
): Schedule {
  let next = 0;
  return {
    nextDueNs() {
      if (next >= count) return -1;
      const dueNs = startNs + (recordedNs[next] ?? 0);
      next += 1;
      return dueNs;
    },
  };
}
