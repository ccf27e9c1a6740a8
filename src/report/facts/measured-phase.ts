import { type Counters, noCounters } from '../../contract/accounting.ts';
import type { Phase, Point } from '../../contract/point.ts';

/** The phase that numbers are about; an empty one when the load ended before it began. */
export function measuredPhase(point: Pick<Point, 'phases'>): Phase {
  const found = point.phases.find(({ name }) => name === 'measured');
  return found ?? { name: 'measured', startNs: 0, durationNs: 0, counters: noCounters() };
}

/** Requests that did not end with a good answer in time. */
export function notCompleted(counters: Counters): number {
  return counters.planned - counters.completed;
}
