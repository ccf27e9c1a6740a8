import { runMetrics } from '../compare/run-metrics.ts';
import { beganAfterItWasAdded } from './history-entry.ts';
import { historyLoads } from './history-loads.ts';
import type { SeriesContents } from './read-series.ts';

const SHOWN_PERCENTS = [50, 99];
const SHOWN_METRICS = ['p50', 'p99', 'throughput'];

/** One run of a load in base units; null: it was not measured. */
export interface RunOfSeries {
  readonly entry: string;
  readonly startedAt: string;
  readonly gitRevision: string | null;
  readonly verdict: string;
  readonly status: string;
  readonly acknowledged: string | null;
  readonly metrics: Readonly<Record<string, number | null>>;
}

/** What `bench history list` knows of a series; base units. */
export interface SeriesSummary {
  readonly series: string;
  readonly loads: readonly { readonly name: string; readonly runs: readonly RunOfSeries[] }[];
  readonly entries: number;
  /** Older ones that were not looked at. */
  readonly older: number;
  /** Names of entries that began after they were added: a clock was set, and their place may be wrong. */
  readonly outOfTime: readonly string[];
}

export function seriesSummary({ series, entries, older }: SeriesContents): SeriesSummary {
  const loads = historyLoads(entries).map(({ name, runs }) => ({
    name,
    runs: runs.map(({ entry, point }): RunOfSeries => {
      const { startedAt, environment, status } = entry.result;
      const known = runMetrics(point, SHOWN_PERCENTS).filter(({ id }) =>
        SHOWN_METRICS.includes(id),
      );
      return {
        ...{ entry: entry.name, startedAt, gitRevision: environment.gitRevision },
        ...{ verdict: point.verdict, status, acknowledged: entry.acknowledged?.reason ?? null },
        metrics: Object.fromEntries(known.map(({ id, value }) => [id, value])),
      };
    }),
  }));
  const outOfTime = entries.filter(beganAfterItWasAdded).map(({ name }) => name);
  return { series, loads, entries: entries.length, older, outOfTime };
}
