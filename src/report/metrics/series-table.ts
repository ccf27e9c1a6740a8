import { metricDefinition } from '../../contract/metric-definitions.ts';
import type { ServerSeries } from '../../contract/server-evidence.ts';

type Series = ServerSeries['series'][number];

/** More digits than any chart shows; an hour of seconds stays small. */
const DIGITS = 6;
/** No metric is below 0, and none a server can truly tell is above that: 30 years of ns, an exabyte. */
const GREATEST = 1e18;
/** Lines of one metric: a server has so many GPUs and reasons at most, and no chart shows more. */
const MOST_SERIES = 64;

/**
 * Numbers that come in one after the other, laid on one time axis: what a series did not tell at a time
 * is a gap in it.
 */
export class SeriesTable {
  readonly #atNs: number[] = [];
  readonly #series = new Map<string, Series>();
  readonly #countOf = new Map<string, number>();
  readonly #leftOut = new Set<string>();

  /** @param atNs since the start of the load, later than the last one */
  addTime(atNs: number): void {
    this.#atNs.push(Math.round(atNs));
  }

  /** A value at the last time. */
  add(metric: string, labels: Readonly<Record<string, string>>, value: number): void {
    if (!(value >= 0 && value <= GREATEST)) return;
    const key = JSON.stringify([metric, Object.entries(labels).sort()]);
    const series = this.#series.get(key) ?? this.#begin(key, metric, labels);
    if (series === null) return;
    while (series.values.length < this.#atNs.length - 1) series.values.push(null);
    series.values[this.#atNs.length - 1] = Number(value.toPrecision(DIGITS));
  }

  /** Says of which metrics not all series were kept; '' of none. */
  get leftOutWords(): string {
    if (this.#leftOut.size === 0) return '';
    const titles = [...this.#leftOut].map((id) => metricDefinition(id).title).join(', ');
    return `The server tells more than ${MOST_SERIES} series of one kind (${titles}): only ${MOST_SERIES} of each are kept.`;
  }

  #begin(key: string, metric: string, labels: Readonly<Record<string, string>>): Series | null {
    const count = this.#countOf.get(metric) ?? 0;
    if (count >= MOST_SERIES) {
      this.#leftOut.add(metric);
      return null;
    }
    const series = { metric, labels: { ...labels }, values: [] };
    this.#countOf.set(metric, count + 1);
    this.#series.set(key, series);
    return series;
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
