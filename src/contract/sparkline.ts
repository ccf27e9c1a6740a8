const BARS = '▁▂▃▄▅▆▇█';
const GAP = '·';
const MOST_CHARACTERS = 40;

/**
 * Values in order as a row of bars from 0 up, `·` where there is none. Of more values than characters each
 * bar is the highest (or the lowest) of its stretch, so that what one looks for is not averaged away.
 */
export function sparkline(values: readonly (number | null)[], keep: 'highest' | 'lowest'): string {
  const kept = stretches(values, MOST_CHARACTERS).map((stretch) => extreme(stretch, keep));
  const most = Math.max(0, ...kept.map((value) => value ?? 0));
  return kept.map((value) => barOf(value, most)).join('');
}

function barOf(value: number | null, most: number): string {
  if (value === null) return GAP;
  const step = most === 0 ? 0 : Math.min(BARS.length - 1, Math.floor((value / most) * BARS.length));
  return BARS.charAt(step);
}

/** The most or the least of a stretch; null when nothing in it is known. */
export function extreme(
  stretch: readonly (number | null)[],
  keep: 'highest' | 'lowest',
): number | null {
  const known = stretch.filter((value) => value !== null);
  if (known.length === 0) return null;
  return keep === 'highest' ? Math.max(...known) : Math.min(...known);
}

/** At most `most` runs of neighbours, as equal in length as can be. */
export function stretches<T>(values: readonly T[], most: number): (readonly T[])[] {
  const count = Math.min(most, values.length);
  const at = (index: number) => Math.round((index * values.length) / count);
  return Array.from({ length: count }, (_, index) => values.slice(at(index), at(index + 1)));
}
