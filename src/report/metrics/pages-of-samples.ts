import type { MetricSample, TimeSeries } from '../../contract/measurements.ts';

/** What one scrape of a page found. */
export interface PageReading {
  readonly atMs: number;
  readonly samples: readonly MetricSample[];
}

/**
 * Scraped samples put back into the pages they came from: all that one scrape finds has its time. So
 * what Prometheus kept is evaluated as our own readings are.
 * @param up the `up` series of the one server: a scrape that found nothing is a page, too
 */
export function pagesOfSamples(
  series: readonly TimeSeries[],
  up: readonly TimeSeries[],
): readonly PageReading[] {
  const pages = new Map<number, MetricSample[]>();
  for (const { atMs, value } of up.flatMap(({ values }) => values)) {
    if (value === 1) pages.set(atMs, []);
  }
  for (const { name, labels, values } of series) {
    for (const { atMs, value } of values) {
      const page = pages.get(atMs) ?? [];
      page.push({ name, labels, value });
      pages.set(atMs, page);
    }
  }
  return [...pages].map(([atMs, samples]) => ({ atMs, samples })).sort((a, b) => a.atMs - b.atMs);
}

/**
 * The pages that hold all that was counted from `startMs` to `endMs`: from the last one before, to the
 * first one after and those that follow it. null when one of the two is missing.
 */
export function pagesAround(
  pages: readonly PageReading[],
  startMs: number,
  endMs: number,
): readonly PageReading[] | null {
  const first = pages.findLastIndex(({ atMs }) => atMs <= startMs);
  const reachesEnd = (pages.at(-1)?.atMs ?? Number.NEGATIVE_INFINITY) >= endMs;
  return first >= 0 && reachesEnd ? pages.slice(first) : null;
}
