import { BINS_PER_DECADE, type TimelineEntry } from './timeline.ts';

/** A stretch of time and of response time, and how many answers fell into it. */
export interface HeatCell {
  readonly startSecond: number;
  readonly endSecond: number;
  readonly lowNs: number;
  readonly highNs: number;
  readonly count: number;
}

/** Seconds side by side until their cells would be too thin to see; then they are added up. */
interface HeatColumn {
  readonly startSecond: number;
  readonly endSecond: number;
  readonly bins: ReadonlyMap<number, number>;
}

/** Every answer of a run by when it came and how long it took, in at most `columns` columns. */
export function latencyHeatmap(
  entries: readonly TimelineEntry[],
  columns: number,
): readonly HeatCell[] {
  return heatColumns(entries, columns).flatMap(({ startSecond, endSecond, bins }) =>
    [...bins]
      .sort(([a], [b]) => a - b)
      .map(([bin, count]) => ({
        ...{ startSecond, endSecond, count },
        lowNs: 10 ** (bin / BINS_PER_DECADE),
        highNs: 10 ** ((bin + 1) / BINS_PER_DECADE),
      })),
  );
}

function heatColumns(entries: readonly TimelineEntry[], columns: number): HeatColumn[] {
  const size = Math.max(1, Math.ceil(entries.length / columns));
  return Array.from({ length: Math.ceil(entries.length / size) }, (_, column) => {
    const group = entries.slice(column * size, (column + 1) * size);
    return {
      startSecond: group[0]?.startSecond ?? 0,
      endSecond: group.at(-1)?.endSecond ?? 0,
      bins: summed(group),
    };
  });
}

function summed(group: readonly TimelineEntry[]): ReadonlyMap<number, number> {
  const sum = new Map<number, number>();
  for (const { bins } of group) {
    for (const [bin, count] of bins) sum.set(bin, (sum.get(bin) ?? 0) + count);
  }
  return sum;
}
