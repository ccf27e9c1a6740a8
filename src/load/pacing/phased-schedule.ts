import type { Schedule } from './schedule.ts';

/** One schedule after the other. */
export function createPhasedSchedule(phases: readonly Schedule[]): Schedule {
  let current = 0;
  return {
    nextDueNs() {
      while (current < phases.length) {
        const dueNs = phases[current]?.nextDueNs() ?? -1;
        if (dueNs >= 0) return dueNs;
        current += 1;
      }
      return -1;
    },
  };
}
