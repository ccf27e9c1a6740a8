import type { MetricSample } from '../../contract/measurements.ts';
import { METRIC_DEFINITIONS } from '../../contract/metric-definitions.ts';
import type { ServerSeries } from '../../contract/server-evidence.ts';
import type { ServerNow } from '../../contract/server-now.ts';
import {
  type IndexedPage,
  indexPage,
  type ModelSelection,
  valuesBetween,
} from '../metrics/metric-values.ts';
import { SeriesTable } from '../metrics/series-table.ts';

const NS_PER_MS = 1e6;
const MS_PER_SECOND = 1000;

/** Every metric definition over time, from one reading of the page to the next. */
export class ScrapedSeries {
  readonly #table = new SeriesTable();
  readonly #selection: ModelSelection;
  readonly #spansMs: number[] = [];
  #last: { readonly page: IndexedPage; readonly atMs: number } | null = null;
  #startMs = Number.POSITIVE_INFINITY;

  constructor(selection: ModelSelection) {
    this.#selection = selection;
  }

  /** Until then what is read is only what the first second is compared with. */
  loadStarts(startedAtEpochMs: number): void {
    this.#startMs = startedAtEpochMs;
  }

  /** @returns what the page says of the server's queue; null before the load, and of a first page */
  add(samples: readonly MetricSample[], atMs: number): ServerNow | null {
    const page = indexPage(samples);
    const last = this.#last;
    this.#last = { page, atMs };
    if (last === null || atMs < this.#startMs || atMs <= last.atMs) return null;
    const spanMs = atMs - last.atMs;
    this.#spansMs.push(spanMs);
    this.#table.addTime((atMs - this.#startMs) * NS_PER_MS);
    const told = new Map<string, number>();
    for (const definition of METRIC_DEFINITIONS) {
      const values = valuesBetween(
        ...([definition, last.page, page, spanMs / MS_PER_SECOND, this.#selection] as const),
      );
      for (const { labels, value } of values) {
        this.#table.add(definition.id, labels, value);
        told.set(definition.id, value);
      }
    }
    return {
      queueNs: told.get('server.queue') ?? null,
      pendingRequests: told.get('server.pending') ?? null,
    };
  }

  /** See `SeriesTable.leftOutWords`. */
  get leftOutWords(): string {
    return this.#table.leftOutWords;
  }

  build(): ServerSeries | undefined {
    const sorted = [...this.#spansMs].sort((a, b) => a - b);
    const medianMs = sorted[Math.floor(sorted.length / 2)] ?? 0;
    return this.#table.build('scrapes', Math.round(medianMs * NS_PER_MS));
  }
}
