import type { Point } from './point.ts';
import type { SearchResult } from './search-result.ts';

/**
 * The points that a result rests on: all of them, or the runs that met the conditions at the rate that a
 * search came to. What it tried and left is no fault.
 */
export function pointsReliedOn(
  points: readonly Point[],
  search: SearchResult | undefined,
): readonly Point[] {
  if (!search) return points;
  const chosen = points.filter((_, index) => {
    const run = search.runs[index];
    return run?.finding === 'met' && run.ratePerSecond === search.ratePerSecond;
  });
  return chosen.length > 0 ? chosen : points;
}
