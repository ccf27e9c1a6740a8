import { EXIT_CODE } from './bench-error.ts';
import type { Point } from './point.ts';

type Judged = Pick<Point, 'verdict' | 'gates' | 'phases'>;

function hasNoGoodAnswer(point: Judged): boolean {
  const { counters } = point.phases.find(({ name }) => name === 'measured') ?? {};
  return counters !== undefined && counters.planned > 0 && counters.completed === 0;
}

/**
 * What the process answers with for a finished run. The strongest statement wins: interrupted, no
 * good answer at all, numbers that cannot be believed, a missed gate. Saturated alone is fine.
 */
export function exitCodeOf(points: readonly Judged[], interrupted: boolean): number {
  if (interrupted) return EXIT_CODE.interrupted;
  if (points.some(hasNoGoodAnswer)) return EXIT_CODE.loadFailed;
  if (points.some(({ verdict }) => verdict === 'invalid')) return EXIT_CODE.invalid;
  if (points.some(({ gates }) => gates.some(({ passed }) => !passed))) return EXIT_CODE.gateFailed;
  return EXIT_CODE.fine;
}
