import type { ComparedRun } from '../compare/unlike-fields.ts';
import type { HistoryEntry } from './history-entry.ts';

/** One run of one load in a history. */
export interface HistoryRun extends ComparedRun {
  readonly entry: HistoryEntry;
}

/** One load of a series, its runs oldest first. */
export interface HistoryLoad {
  readonly name: string;
  readonly runs: readonly HistoryRun[];
}

/** The loads of a series, in the order in which they first came; a search has none of its own. */
export function historyLoads(entries: readonly HistoryEntry[]): HistoryLoad[] {
  const loads = new Map<string, HistoryRun[]>();
  for (const entry of entries) {
    if (entry.result.search) continue;
    for (const point of entry.result.points) {
      const run = { entry, document: entry.result, point };
      const runs = loads.get(point.name);
      if (runs) runs.push(run);
      else loads.set(point.name, [run]);
    }
  }
  return [...loads].map(([name, runs]) => ({ name, runs }));
}
