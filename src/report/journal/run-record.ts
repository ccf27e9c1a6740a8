import { access, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { BenchError } from '../../contract/bench-error.ts';
import { type JournalHead, journalLineSchema, type StartedLoad } from '../../contract/journal.ts';
import type { Interval, Point, Workload } from '../../contract/point.ts';
import { type ResultDocument, SCHEMA_VERSION } from '../../contract/result-document.ts';
import { flushFolder } from '../flush-folder.ts';
import { isoTime } from '../iso-time.ts';
import { ownFolder } from '../own-folder.ts';
import { reportsUnwritable } from '../reports-unwritable.ts';
import { JOURNAL_FILE } from '../result-files.ts';
import { type WrittenResult, writeResult } from '../write-result.ts';
import { JournalWriter } from './journal-writer.ts';

/** All of a result that is known before anything is sent. */
export type RunHead = Omit<JournalHead, 'config'> & { readonly config: object };

/**
 * What is kept of a run while it goes on, and its result at the end. Nothing here raises anything. Disposed
 * of without a result, it leaves its journal, or nothing where no second came.
 */
export interface RunRecord extends AsyncDisposable {
  /** The name of the run and of its folder; null when no folder could be made yet. */
  readonly id: string | null;
  loadStarted(load: StartedLoad): void;
  second(second: Interval): void;
  loadJudged(point: Point): void;
  /** Writes the result, and takes the journal away once it is on the disk. */
  finish(document: ResultDocument): Promise<WrittenResult>;
}

/**
 * Makes the folder of a run and begins its journal there.
 * @param warn told, once, when there can be no journal, or no more of it: the run goes on without
 */
export async function beginRecord(
  root: string,
  head: RunHead,
  workload: Workload,
  warn: (message: string) => void,
): Promise<RunRecord> {
  let isLost = false;
  let hasSeconds = false;
  const lost = (cause: unknown) => {
    isLost = true;
    const reason = (cause as NodeJS.ErrnoException).code ?? String(cause);
    warn(
      `the journal of this run cannot be written (${reason}): it goes on, but a crash would lose it`,
    );
  };
  const startedAt = isoTime(head.startedAtEpochMs);
  const own = () => ownFolder(root, startedAt, head.config, workload);
  let id: string | null = null;
  let journal: JournalWriter | null = null;
  try {
    id = await own();
    journal = await JournalWriter.open(join(root, id, JOURNAL_FILE), lost);
    await flushFolder(join(root, id));
    await flushFolder(root);
    journal.append(
      journalLineSchema.parse({ kind: 'run', schemaVersion: SCHEMA_VERSION, ...head }),
    );
  } catch (cause) {
    lost(cause);
  }
  const removeJournal = async () => {
    await journal?.close();
    if (id !== null) await rm(join(root, id, JOURNAL_FILE), { force: true }).catch(() => undefined);
  };
  return {
    get id() {
      return id;
    },
    loadStarted: (load) => journal?.append({ kind: 'load', load }),
    second: (second) => {
      hasSeconds = true;
      journal?.append({ kind: 'second', second });
    },
    loadJudged: (point) => journal?.append({ kind: 'point', point }),
    finish: async (document) => {
      try {
        id ??= await own();
      } catch (cause) {
        const folder = join(root, document.id);
        return { document, folder, files: [], unwritten: reportsUnwritable(root, cause) };
      }
      const written = await writeResult(join(root, id), { ...document, id }, removeJournal);
      await journal?.close();
      return isLost ? written : withHint(written);
    },
    [Symbol.asyncDispose]: async () => {
      await journal?.close();
      if (hasSeconds || id === null) return;
      await removeJournal();
      // Only an empty folder goes.
      await rmdir(join(root, id)).catch(() => undefined);
    },
  };
}

/** Where not even the result could be written, its journal was. */
async function withHint(written: WrittenResult): Promise<WrittenResult> {
  const { unwritten, files, folder, document } = written;
  if (!unwritten || files.length > 0) return written;
  const hasJournal = await access(join(folder, JOURNAL_FILE)).then(
    () => true,
    () => false,
  );
  if (!hasJournal) return written;
  const { code, message, cause } = unwritten;
  const hint = `${unwritten.hint}; the journal has it too: bench report --recover ${document.id}`;
  return { ...written, unwritten: new BenchError(code, message, { hint, cause }) };
}
