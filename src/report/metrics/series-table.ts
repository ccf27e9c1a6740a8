import type { ServerSeries } from '../../contract/server-evidence.ts';

type Series = ServerSeries['series'][number];

/** More digits than any chart shows; an hour of seconds stays small. */
const DIGITS = 6;

/**
 * Numbers that come in one after the other, laid on one time axis: what a series did not tell at a time
 * is a gap in it.
 */
export class SeriesTable {
  readonly #atNs: number[] = [];
  readonly #series = new Map<string, Series>();

  /** @param atNs since the start of the load, later than the last one */
  addTime(atNs: number): void {
    this.#atNs.push(Math.round(atNs));
  }

  /** A value at the last time. */
  add(metric: string, labels: Readonly<Record<string, string>>, value: number): void {
    if (!Number.isFinite(value)) return;
    const key = JSON.stringify([metric, Object.entries(labels).sort()]);
    const series = this.#series.get(key) ?? { metric, labels: { ...labels }, values: [] };
    this.#series.set(key, series);
    while (series.values.length < this.#atNs.length - 1) series.values.push(null);
    series.values[this.#atNs.length - 1] = Number(value.toPrecision(DIGITS));
  }

  /** undefined when no series told anything. */
  build(source: ServerSeries['source'], windowNs: number): ServerSeries | undefined {
    if (this.#series.size === 0) return undefined;
    const series = [...this.#series.values()].map(({ values, ...rest }) => ({
      ...rest,
      values: Array.from(this.#atNs, (_, index) => values[index] ?? null),
    }));
    return { source, windowNs, atNs: [...this.#atNs], series };
  }
}
