import { type ChangePoint, changePoints, mergeChangePoints } from './change-points.ts';

/** Runs that a level has to last to be one: fewer are a burst, or the beginning of something. */
export const CONFIRMING_RUNS = 5;
/** Below it nothing can be said: a level before, and a level after. */
export const FEWEST_RUNS = 2 * CONFIRMING_RUNS;
const MAX_P = 0.001;

/** A lasting change in the level of a series. */
export interface SeriesChange extends ChangePoint {
  /** False: there are too few runs after it to tell it from a burst. */
  readonly isConfirmed: boolean;
}

/**
 * Change points whose levels last. Of what `changePoints` finds, a stretch of too few runs is a burst, unless
 * it is the last: it is left out, and the rest looked at anew. The t-test, which has been lenient until then,
 * divides by n − 1.
 * @param minMagnitude the change that matters, a share
 */
export function seriesChanges(values: readonly number[], minMagnitude: number): SeriesChange[] {
  let kept = values.map((value, at) => ({ value, at }));
  while (kept.length >= FEWEST_RUNS) {
    const points = likelyPoints(
      kept.map(({ value }) => value),
      minMagnitude,
    );
    const burst = firstBurst(points);
    if (burst === null) return points.map((point) => asChange(point, kept));
    kept = kept.filter((_, index) => index < burst.start || index >= burst.end);
  }
  return [];
}

/** The values since the last lasting change: what the level is now. */
export function presentLevel(values: readonly number[], minMagnitude: number): readonly number[] {
  const last = seriesChanges(values, minMagnitude).findLast(({ isConfirmed }) => isConfirmed);
  return values.slice(last?.index ?? 0);
}

function likelyPoints(values: readonly number[], minMagnitude: number): ChangePoint[] {
  const limits = { maxP: MAX_P, minMagnitude };
  const indices = changePoints(values, limits).map(({ index }) => index);
  return mergeChangePoints(values, indices, limits, 'n-1');
}

function asChange(point: ChangePoint, kept: readonly { readonly at: number }[]): SeriesChange {
  const isConfirmed = kept.length - point.index >= CONFIRMING_RUNS;
  return { ...point, index: kept[point.index]?.at ?? point.index, isConfirmed };
}

/** The first stretch that is too short, the last one left aside. */
function firstBurst(points: readonly ChangePoint[]) {
  const starts = [0, ...points.map(({ index }) => index)];
  const stretches = points.map(({ index }, nth) => ({ start: starts[nth] ?? 0, end: index }));
  return stretches.find(({ start, end }) => end - start < CONFIRMING_RUNS) ?? null;
}
