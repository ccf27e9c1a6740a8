import { type EnergySplit, energySplit } from './energy-split.ts';
import { type LevelStep, levelStep, type VarianceBy } from './level-step.ts';

/** A place in a series where its level changes, if it does. */
export interface ChangePoint extends LevelStep {
  /** First value after it. */
  readonly index: number;
}

export interface ChangePointLimits {
  /** The largest p that a change point may have. */
  readonly maxP: number;
  /** The magnitude that it has to exceed, a share. */
  readonly minMagnitude: number;
}

/** Values looked at together; the next window begins half of it later, or at the last change in this one. */
const WINDOW = 50;
/** In the first step doubtful ones are let in as well: others near them may make them clear. */
const WEAK = 10;

/**
 * Change points by E-divisive means, as Hunter and Otava do (Fleming et al. 2023, 10.1145/3578244.3583719):
 * split windows as long as a t-test likes the best split, then take the least likely away, one after the
 * other, until all that are left are likely and large. The same series gives the same points: nothing is
 * drawn at random. Otava 0.8.0 leaves the point before one that is taken away with the levels it had; here
 * both neighbours get new ones.
 */
export function changePoints(
  series: readonly number[],
  { maxP, minMagnitude }: ChangePointLimits,
): ChangePoint[] {
  return mergeChangePoints(series, weakChangePoints(series, maxP), { maxP, minMagnitude }, 'n');
}

/** The places, with the levels on both sides of each. */
export function stepsAt(
  series: readonly number[],
  indices: readonly number[],
  by: VarianceBy,
): ChangePoint[] {
  return indices.map((index, nth) => {
    const left = series.slice(indices[nth - 1] ?? 0, index);
    const right = series.slice(index, indices[nth + 1] ?? series.length);
    return { index, ...levelStep(left, right, by) };
  });
}

/** Takes the weakest away until every one left is likely and large; the levels beside it change with each. */
export function mergeChangePoints(
  series: readonly number[],
  indices: readonly number[],
  { maxP, minMagnitude }: ChangePointLimits,
  by: VarianceBy,
): ChangePoint[] {
  const points = stepsAt(series, indices, by);
  const least = weakest(points, maxP, minMagnitude);
  if (least === null) return points;
  const left = indices.filter((index) => index !== least);
  return mergeChangePoints(series, left, { maxP, minMagnitude }, by);
}

function weakest(points: readonly ChangePoint[], maxP: number, minMagnitude: number) {
  const [first] = points;
  if (!first) return null;
  const leastLikely = points.reduce((worst, one) => (one.p > worst.p ? one : worst), first);
  if (leastLikely.p >= maxP) return leastLikely.index;
  const smallest = points.reduce(
    (least, one) => (one.magnitude < least.magnitude ? one : least),
    first,
  );
  return smallest.magnitude > minMagnitude ? null : smallest.index;
}

/** Indices of all that may turn out to be change points, ascending. */
export function weakChangePoints(series: readonly number[], maxP: number): number[] {
  const found: number[] = [];
  let start = 0;
  while (start < series.length) {
    const window = series.slice(start, start + WINDOW);
    const from = start;
    const inside = divide(window, maxP * WEAK).map((index) => index + from);
    found.push(...inside);
    start = Math.max(inside.at(-1) ?? 0, start + WINDOW / 2);
  }
  return [...new Set(found)].sort((a, b) => a - b);
}

/** Splits where the energy is highest, again and again, until the t-test finds nothing in a split. */
function divide(values: readonly number[], maxP: number): number[] {
  const indices: number[] = [];
  for (;;) {
    const bounds = [0, ...indices, values.length];
    const stretches = bounds.slice(1).map((end, nth) => ({ start: bounds[nth] ?? 0, end }));
    const best = bestSplit(values, stretches);
    if (best === null) return indices;
    const { split, start, end } = best;
    const { p } = levelStep(values.slice(start, split.index), values.slice(split.index, end), 'n');
    if (p > maxP) return indices;
    indices.push(split.index);
    indices.sort((a, b) => a - b);
  }
}

interface Stretch {
  readonly start: number;
  readonly end: number;
}

function bestSplit(values: readonly number[], stretches: readonly Stretch[]) {
  let best: (Stretch & { split: EnergySplit }) | null = null;
  for (const { start, end } of stretches) {
    if (end - start < 2) continue;
    const split = energySplit(values, start, end);
    if (best === null || split.energy > best.split.energy) best = { start, end, split };
  }
  return best;
}
