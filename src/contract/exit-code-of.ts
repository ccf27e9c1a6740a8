import { EXIT_CODE } from './bench-error.ts';
import type { Point } from './point.ts';
import type { SearchResult } from './search-result.ts';

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

const EXIT_CODE_OF_SEARCH = {
  found: EXIT_CODE.fine,
  'all-met': EXIT_CODE.fine,
  'none-met': EXIT_CODE.gateFailed,
  'out-of-time': EXIT_CODE.gateFailed,
  'limited-by-generator': EXIT_CODE.invalid,
  interrupted: EXIT_CODE.interrupted,
  'broken-off': EXIT_CODE.loadFailed,
} as const;

/** For a search its answer counts: a rate that was tried and missed is how it finds one. */
export function exitCodeOfSearch({ outcome }: Pick<SearchResult, 'outcome'>): number {
  return EXIT_CODE_OF_SEARCH[outcome];
}
