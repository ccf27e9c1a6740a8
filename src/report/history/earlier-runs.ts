import type { Difference } from '../../contract/comparison.ts';
import { type ComparedRun, unlikeConditions } from '../compare/unlike-fields.ts';
import { epochMs } from '../epoch-ms.ts';
import { byTime, type HistoryEntry } from './history-entry.ts';
import { type HistoryRun, historyLoads } from './history-loads.ts';
import { runFault } from './run-fault.ts';

/** What a history has to hold a run against. */
export interface EarlierRuns {
  /** Valid and made alike, oldest first. */
  readonly runs: readonly HistoryRun[];
  /** Valid ones that were not made alike. */
  readonly unlike: number;
  /** In what these differ: A is how they were made, B the run. */
  readonly differences: readonly Difference[];
}

/**
 * Runs that began before a run and were made as it was, of any series, since the last acknowledged change.
 * @param isForced take those that were not made alike as well; only loads of the same name then
 */
export function earlierRuns(
  run: ComparedRun,
  entries: readonly HistoryEntry[],
  isForced: boolean,
): EarlierRuns {
  const before = epochMs(run.document.startedAt);
  const candidates = sinceAcknowledged(entries).filter(
    ({ result }) => result.id !== run.document.id && epochMs(result.startedAt) < before,
  );
  const valid = historyLoads(candidates)
    .flatMap(({ runs }) => runs)
    .filter((one) => runFault(one) === null);
  // A history holds other loads too: these are no runs of this one that were made in another way.
  const sameName = (one: HistoryRun) => one.point.name === run.point.name;
  const alike: HistoryRun[] = [];
  const unlike: Difference[][] = [];
  for (const one of valid) {
    const differences = unlikeConditions([one], [run]);
    if (differences.length === 0 || (isForced && sameName(one))) alike.push(one);
    else if (sameName(one)) unlike.push(differences);
  }
  alike.sort((a, b) => byTime(a.entry, b.entry));
  return {
    runs: alike,
    unlike: unlike.length,
    differences: oncePerField(unlike.flat()),
  };
}

/** Entries of each series from its newest acknowledged one on. */
export function sinceAcknowledged(entries: readonly HistoryEntry[]): HistoryEntry[] {
  const baseline = new Map<string, number>();
  for (const { series, acknowledged, result } of entries) {
    const startedAt = epochMs(result.startedAt);
    if (acknowledged) baseline.set(series, Math.max(startedAt, baseline.get(series) ?? startedAt));
  }
  return entries.filter(
    ({ series, result }) =>
      epochMs(result.startedAt) >= (baseline.get(series) ?? Number.NEGATIVE_INFINITY),
  );
}

/** The first of each field. */
function oncePerField(differences: readonly Difference[]): Difference[] {
  const found = new Map<string, Difference>();
  for (const one of differences) if (!found.has(one.field)) found.set(one.field, one);
  return [...found.values()];
}
