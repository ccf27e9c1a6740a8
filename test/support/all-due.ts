import type { Schedule } from '../../src/load/pacing/schedule.ts';

/** Every due time that is left in a schedule. */
export function allDue(schedule: Schedule): number[] {
  const due: number[] = [];
  for (let next = schedule.nextDueNs(); next >= 0; next = schedule.nextDueNs()) due.push(next);
  return due;
}
