import { join } from 'node:path';
import { isoTime } from '../iso-time.ts';
import { readJournal } from '../journal/read-journal.ts';
import { isComparison } from '../parse-any.ts';
import { JOURNAL_FILE } from '../result-files.ts';
import { type ResultReader, resultReader, type StoredRun } from '../result-reader.ts';
import { summaryOfComparison } from './comparison-summary.ts';
import { type RunSummary, summaryOfJournal, summaryOfResult } from './run-summary.ts';

export interface ListQuery {
  /** Only runs that have every one of these. */
  readonly labels: Readonly<Record<string, string>>;
  /** Most runs to give. */
  readonly limit: number;
}

export interface RunList {
  /** Newest first. */
  readonly runs: readonly RunSummary[];
  /** Runs that cannot be read, with the reason. */
  readonly unreadable: readonly { readonly id: string; readonly reason: string }[];
  /** Older runs that were not looked at, because there were enough. */
  readonly notLookedAt: number;
}

/**
 * Past runs. They are read one after the other, and only until there are enough: results are large.
 * @param reportsFolder taken from `cwd`; need not exist
 */
export async function listRuns(
  reportsFolder: string,
  cwd: string,
  { labels, limit }: ListQuery,
): Promise<RunList> {
  const reader = resultReader(reportsFolder, cwd);
  const stored = await reader.list();
  const runs: RunSummary[] = [];
  const unreadable: { id: string; reason: string }[] = [];
  let looked = 0;
  for (const run of stored) {
    if (runs.length === limit) break;
    looked += 1;
    try {
      const summary = await summarise(reader, run);
      if (hasAll(summary, labels)) runs.push(summary);
    } catch (error) {
      unreadable.push({ id: run.id, reason: (error as Error).message });
    }
  }
  return { runs, unreadable, notLookedAt: stored.length - looked };
}

async function summarise(reader: ResultReader, run: StoredRun): Promise<RunSummary> {
  if (run.isFinished) {
    const document = await reader.readAny(run.folder);
    return isComparison(document)
      ? summaryOfComparison(document, run)
      : summaryOfResult(document, run);
  }
  const journal = await readJournal(join(run.folder, JOURNAL_FILE));
  return summaryOfJournal(journal, isoTime(journal.head.startedAtEpochMs), run);
}

function hasAll(run: RunSummary, labels: ListQuery['labels']): boolean {
  return Object.entries(labels).every(([key, value]) => run.labels[key] === value);
}
