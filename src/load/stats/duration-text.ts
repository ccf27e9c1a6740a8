const UNITS = [
  ['s', 1e9],
  ['ms', 1e6],
  ['µs', 1e3],
] as const;

/** Nanoseconds in words of a rule or a note: three digits and the unit that fits. */
export function durationText(ns: number): string {
  if (ns === Number.POSITIVE_INFINITY) return 'never';
  const [unit, nsPerUnit] = UNITS.find(([, size]) => ns >= size) ?? ['ns', 1];
  return `${Number((ns / nsPerUnit).toPrecision(3))} ${unit}`;
}
