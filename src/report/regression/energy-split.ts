/** Where a stretch of a series is most unlike itself. */
export interface EnergySplit {
  /** First value after it. */
  readonly index: number;
  /** The energy statistic there; 0 or more. */
  readonly energy: number;
}

/**
 * The split of values[start, end) that makes its sides most different, in the sense of energy statistics
 * with α = 1 (Matteson & James 2014, arXiv:1306.4933, eq. 5 and 7): the τ that with some κ maximizes, for
 * X = values[start, τ) of n values and Y = values[τ, κ) of m,
 *
 *   nm/(n + m) · ( 2/(nm) Σ|Xᵢ − Yⱼ| − (n choose 2)⁻¹ Σ|Xᵢ − Xₖ| − (m choose 2)⁻¹ Σ|Yⱼ − Yₖ| )
 *
 * All pairs of τ and κ in O(n²): distances are summed up as κ and τ move on. Of equals the first.
 * @param end at least two more than start
 */
export function energySplit(values: readonly number[], start: number, end: number): EnergySplit {
  const stretch = values.slice(start, end);
  const toEarlier = stretch.map((one, index) => distanceTo(one, stretch.slice(0, index)));
  const toX = stretch.map(() => 0);
  let withinX = 0;
  let best: EnergySplit = { index: start + 1, energy: Number.NEGATIVE_INFINITY };
  for (let n = 1; n < stretch.length; n += 1) {
    const newest = stretch[n - 1] ?? 0;
    withinX += toEarlier[n - 1] ?? 0;
    for (const [index, one] of stretch.entries())
      toX[index] = (toX[index] ?? 0) + Math.abs(one - newest);
    const energy = highestEnergy(n, withinX, toX, toEarlier);
    if (energy > best.energy) best = { index: start + n, energy };
  }
  return best;
}

/** Over all κ, for X of the first n values. */
function highestEnergy(
  n: number,
  withinX: number,
  toX: readonly number[],
  toEarlier: readonly number[],
): number {
  let highest = Number.NEGATIVE_INFINITY;
  let withinY = 0;
  let between = 0;
  for (let last = n; last < toX.length; last += 1) {
    const m = last - n + 1;
    between += toX[last] ?? 0;
    withinY += (toEarlier[last] ?? 0) - (toX[last] ?? 0);
    const ofX = n > 1 ? ((2 * m) / (n - 1)) * withinX : 0;
    const ofY = m > 1 ? ((2 * n) / (m - 1)) * withinY : 0;
    highest = Math.max(highest, (2 * between - ofX - ofY) / (n + m));
  }
  return highest;
}

function distanceTo(value: number, others: readonly number[]): number {
  return others.reduce((sum, other) => sum + Math.abs(value - other), 0);
}
