/** A sample of a line: where, and how high; null is a gap. */
export interface Sample {
  readonly at: number;
  readonly value: number | null;
}

/**
 * At most `columns` groups of neighbours, each kept as its lowest and its highest sample in their
 * order: a spike of one second in an hour is still there, which a mean would hide.
 */
export function thin(samples: readonly Sample[], columns: number): readonly Sample[] {
  if (samples.length <= columns * 2) return samples;
  const size = samples.length / columns;
  return Array.from({ length: columns }, (_, column) =>
    extremes(samples.slice(Math.round(column * size), Math.round((column + 1) * size))),
  ).flat();
}

function extremes(group: readonly Sample[]): Sample[] {
  const known = group.filter(({ value }) => value !== null);
  if (known.length === 0) return group.slice(0, 1);
  const ranked = known.toSorted((a, b) => (a.value ?? 0) - (b.value ?? 0));
  const [low = group[0], high = low] = [ranked[0], ranked.at(-1)];
  const both = new Set([low, high].filter((sample) => sample !== undefined));
  return [...both].sort((a, b) => a.at - b.at);
}
