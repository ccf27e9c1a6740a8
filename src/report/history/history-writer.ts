import { lstat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { BenchError } from '../../contract/bench-error.ts';
import {
  acknowledgementSchema,
  HISTORY_SCHEMA_VERSION,
  historyEntrySchema,
  seriesNameSchema,
} from '../../contract/history-entry.ts';
import type { ResultDocument } from '../../contract/result-document.ts';
import { isoTime } from '../iso-time.ts';
import { makeFolder } from '../make-folder.ts';
import {
  acknowledgementFile,
  entryFile,
  entryFiles,
  entryNameOf,
  entryText,
} from './entry-files.ts';
import { folderName } from './folder-name.ts';
import type { HistoryEntry } from './history-entry.ts';
import { historyUnwritable } from './history-unwritable.ts';
import { parseEntry } from './parse-entry.ts';
import { slimResult } from './slim-result.ts';
import { writeOnce } from './write-once.ts';

const LONGEST_FOLDER_NAME = 240;
const MOST_OF_ONE_ID = 1000;

/** What became of a run that was to be added. */
export interface AddedEntry {
  /** "<series>/<run id>" */
  readonly name: string;
  /** already-there: the same run was added before, and is there once. */
  readonly outcome: 'added' | 'already-there';
  /** Name of an entry that is later by its name, though this one was added last; null: there is none. */
  readonly newerEntry: string | null;
}

/** Writes to a history; any number of processes may do so at once. */
export interface HistoryWriter {
  /** @throws BenchError 'history-unwritable', or 'usage' for a name that no series can have */
  add(series: string, result: ResultDocument, nowEpochMs: number): Promise<AddedEntry>;
  /**
   * Says that the change which begins with this entry is known. The first to say so stays.
   * @throws BenchError 'history-unwritable', or 'usage' where it is acknowledged already
   */
  acknowledge(entry: HistoryEntry, reason: string, nowEpochMs: number): Promise<void>;
}

/** @param folder taken from `cwd`; made with the first entry */
export function historyWriter(folder: string, cwd: string): HistoryWriter {
  const root = resolve(cwd, folder);
  return {
    add: async (series, result, nowEpochMs) => {
      const place = join(root, folderOfSeries(series));
      try {
        await makeFolder(place);
        if ((await lstat(place)).isSymbolicLink()) throw new Error('it is a symbolic link');
        return await addTo(place, series, slimResult(result), isoTime(nowEpochMs));
      } catch (cause) {
        throw historyUnwritable(place, cause);
      }
    },
    acknowledge: (entry, reason, nowEpochMs) => acknowledge(entry, reason, isoTime(nowEpochMs)),
  };
}

async function addTo(
  folder: string,
  series: string,
  result: ResultDocument,
  addedAt: string,
): Promise<AddedEntry> {
  const entry = {
    schemaVersion: HISTORY_SCHEMA_VERSION,
    kind: 'history-entry',
    series,
    addedAt,
    result,
  };
  const text = `${JSON.stringify(historyEntrySchema.parse(entry))}\n`;
  for (let attempt = 1; attempt <= MOST_OF_ONE_ID; attempt += 1) {
    const file = entryFile(attempt === 1 ? result.id : `${result.id}-${attempt}`);
    const name = `${series}/${entryNameOf(file)}`;
    if (await writeOnce(join(folder, file), text)) {
      const newest = (await entryFiles(folder)).entries.at(-1);
      const newerEntry = newest && newest > file ? `${series}/${entryNameOf(newest)}` : null;
      return { name, outcome: 'added', newerEntry };
    }
    if (await isOf(result, folder, file))
      return { name, outcome: 'already-there', newerEntry: null };
  }
  throw new Error(`${MOST_OF_ONE_ID} entries are called ${result.id} already`);
}

/** Whether that file holds the same run; a damaged one holds none. */
async function isOf(result: ResultDocument, folder: string, file: string): Promise<boolean> {
  try {
    const { result: there } = parseEntry(await entryText(folder, file), file);
    return isSameRun(there, result);
  } catch {
    return false;
  }
}

/** Two machines may give runs of the same moment the same id. */
function isSameRun(a: ResultDocument, b: ResultDocument): boolean {
  const marksOf = ({ id, startedAt, finishedAt, environment, points }: ResultDocument) =>
    JSON.stringify([
      id,
      startedAt,
      finishedAt,
      environment,
      points.map(({ histograms }) => histograms),
    ]);
  return marksOf(a) === marksOf(b);
}

async function acknowledge(entry: HistoryEntry, reason: string, at: string): Promise<void> {
  const known = {
    ...{ schemaVersion: HISTORY_SCHEMA_VERSION, kind: 'history-acknowledgement' },
    ...{ at, reason },
  };
  // What cannot be read again would be in the way of every other one.
  if (!acknowledgementSchema.safeParse(known).success) {
    throw new BenchError('usage', `--reason has ${reason.length} characters`, {
      hint: 'say in 1 to 1,000 characters why the change is fine',
    });
  }
  const path = acknowledgementFile(entry.file);
  const isNew = await writeOnce(path, `${JSON.stringify(known)}\n`).catch((cause) => {
    throw historyUnwritable(path, cause);
  });
  if (isNew) return;
  const before = entry.acknowledged;
  throw new BenchError(
    'usage',
    `${entry.name} is acknowledged already${before ? `: ${before.reason}` : ''}`,
    {
      hint: `delete ${path} to say something else`,
    },
  );
}

function folderOfSeries(series: string): string {
  const name = folderName(series);
  const parsed = seriesNameSchema.safeParse(series);
  if (parsed.success && name.length <= LONGEST_FOLDER_NAME) return name;
  const reason = parsed.error?.issues[0]?.message ?? 'is too long for the name of a folder';
  throw new BenchError('usage', `--series: "${series}" ${reason}`, {
    hint: 'give 1 to 120 characters, none of them a control character',
  });
}
