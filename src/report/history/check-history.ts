import { checkLoad } from './check-load.ts';
import { sinceAcknowledged } from './earlier-runs.ts';
import type { HistoryCheck, LoadCheck, MetricCheck, SeriesCheck } from './history-check.ts';
import { beganAfterItWasAdded, type HistoryEntry } from './history-entry.ts';
import { historyLoads } from './history-loads.ts';
import type { SeriesContents } from './read-series.ts';
import type { AgainstHistoryOptions } from './run-against-history.ts';

/**
 * Looks in every load of every series for lasting changes, and where the newest run lies. Nothing is drawn at
 * random: the same entries give the same answer.
 */
export function checkHistory(
  contents: readonly SeriesContents[],
  options: AgainstHistoryOptions,
): HistoryCheck {
  const series = contents.map((one) => checkSeries(one, options));
  return {
    kind: 'history-check',
    verdict: verdictOf(series.flatMap(({ loads }) => loads)),
    series,
  };
}

function checkSeries(
  { series, entries, leftOut }: SeriesContents,
  options: AgainstHistoryOptions,
): SeriesCheck {
  const since = sinceAcknowledged(entries);
  const loads = historyLoads(since).flatMap(({ runs }): LoadCheck[] => {
    const newest = runs.at(-1);
    return newest ? [checkLoad(newest, since, options)] : [];
  });
  return {
    ...{ series, entries: entries.length, loads, leftOut },
    baseline: baselineOf(since),
    outOfTime: entries.filter(beganAfterItWasAdded).map(({ name }) => name),
  };
}

function baselineOf([first]: readonly HistoryEntry[]): SeriesCheck['baseline'] {
  if (!first?.acknowledged) return null;
  return { entry: first.name, reason: first.acknowledged.reason };
}

function verdictOf(loads: readonly LoadCheck[]): HistoryCheck['verdict'] {
  const metrics = loads.flatMap((one) => one.metrics);
  if (hasWorse(metrics, 'confirmed')) return 'worse';
  const isOff = loads.some(({ newest }) =>
    newest.held.metrics.some(({ verdict }) => verdict === 'regressed'),
  );
  if (isOff || hasWorse(metrics, 'unconfirmed')) return 'unconfirmed';
  return !loads.some(isBlind) && metrics.some(({ reason }) => reason === null) ? 'fine' : 'unknown';
}

/** A newest run that counts and lacks what earlier ones have, as where nothing was answered: no number got worse. */
function isBlind({ runs, metrics, newest }: LoadCheck): boolean {
  const lacking = newest.held.metrics.filter(({ verdict }) => verdict === 'invalid');
  const isKnown = (id: string) => metrics.some((one) => one.id === id && one.reason === null);
  return runs.at(-1)?.entry === newest.entry && lacking.some(({ id }) => isKnown(id));
}

function hasWorse(metrics: readonly MetricCheck[], state: 'confirmed' | 'unconfirmed'): boolean {
  return metrics.some(({ changes }) =>
    changes.some((change) => change.direction === 'worse' && change.state === state),
  );
}
