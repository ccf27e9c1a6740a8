import { isDeepStrictEqual } from 'node:util';
import type { PrometheusApi } from '../../clients/prometheus-api.ts';
import type { TimeSeries } from '../../contract/measurements.ts';

/** What one query gave on two ways to the same Prometheus. */
export interface TwoAnswers {
  readonly isSame: boolean;
  /** "triton 84, client 31": fit to be shown. */
  readonly direct: string;
  readonly throughGrafana: string;
}

/** How many samples each page had at its last scrape: known after one, and alike by chance nowhere. */
const QUERY = 'sum by (job) (scrape_samples_scraped)';

/**
 * Asks for the same moment on both ways. It lies a scrape back: what is being written now may be seen by
 * one question and not by the other. No data, and pages that could not be read, are not the same number.
 */
export async function sameNumbers(
  direct: PrometheusApi,
  throughGrafana: PrometheusApi,
  scrapeIntervalMs: number,
): Promise<TwoAnswers> {
  const atMs = (await direct.nowMs()) - scrapeIntervalMs;
  const [one, other] = await Promise.all([
    direct.query(QUERY, atMs),
    throughGrafana.query(QUERY, atMs),
  ]);
  const sorted = [one, other].map(({ series }) => series.map(wordsOf).sort());
  const [first = [], second = []] = sorted;
  return {
    isSame: one.series.some(isRead) && isDeepStrictEqual(first, second),
    direct: first.join(', ') || 'nothing',
    throughGrafana: second.join(', ') || 'nothing',
  };
}

function isRead({ values }: TimeSeries): boolean {
  return values.some(({ value }) => value > 0);
}

function wordsOf({ labels, values }: TimeSeries): string {
  return `${labels.job ?? 'all'} ${values.map(({ value }) => value).join(' ')}`;
}
