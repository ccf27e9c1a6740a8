import { mkdtemp, rmdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { Workload } from '../contract/point.ts';
import type { ResultDocument } from '../contract/result-document.ts';
import { type Journal, readJournal } from './journal/read-journal.ts';
import { beginRecord, type RunHead, type RunRecord } from './journal/run-record.ts';
import { makeFolder } from './make-folder.ts';
import { reportsUnwritable } from './reports-unwritable.ts';
import { JOURNAL_FILE } from './result-files.ts';
import { type ResultReader, resultReader } from './result-reader.ts';
import { type WrittenResult, writeResult } from './write-result.ts';

/** What a run that was cut off has left. */
interface RecoverableRun {
  readonly journal: Journal;
  /** Writes what is made of it beside the journal, which stays: the run may still be going on. */
  finish(document: ResultDocument): Promise<WrittenResult>;
}

/** The folder that runs leave their results in. */
interface ResultStore extends ResultReader {
  /** A folder and a journal for a run that begins now; see `beginRecord`. */
  begin(head: RunHead, workload: Workload, warn: (message: string) => void): Promise<RunRecord>;
  /**
   * The journal of a run that was cut off.
   * @param which an id, a folder of a run, or its journal
   * @throws BenchError 'result-unreadable' when there is none, it cannot be read, or the run has its result
   */
  recover(which: string): Promise<RecoverableRun>;
}

/**
 * Makes the folder where it is missing and looks whether results can be written, before any load.
 * @param reportsFolder taken from `cwd`
 * @throws BenchError 'reports-unwritable' naming the folder
 */
export async function openResultStore(reportsFolder: string, cwd: string): Promise<ResultStore> {
  const root = resolve(cwd, reportsFolder);
  const reader = resultReader(root, cwd);
  try {
    await makeFolder(root);
    // Tried, not asked: permission bits say nothing of a full or a read-only disk.
    await rmdir(await mkdtemp(join(root, '.probe-')));
  } catch (cause) {
    throw reportsUnwritable(root, cause);
  }
  return {
    ...reader,
    begin: (head, workload, warn) => beginRecord(root, head, workload, warn),
    recover: async (which) => {
      const folder = await reader.unfinished(which);
      const journal = await readJournal(join(folder, JOURNAL_FILE));
      return {
        journal,
        finish: (document) => writeResult(folder, { ...document, id: basename(folder) }),
      };
    },
  };
}
