import { join } from 'node:path';
import { BenchError } from '../../contract/bench-error.ts';
import { acknowledgementFile, entryFiles, entryNameOf, entryText } from './entry-files.ts';
import { byTime, type HistoryEntry } from './history-entry.ts';
import { parseAcknowledgement, parseEntry } from './parse-entry.ts';

/** Opened at a time: fast, and far below any limit of open files. */
const AT_ONCE = 64;

/** A file that is no entry, and why. */
export interface LeftOut {
  readonly file: string;
  readonly reason: string;
}

/** Entries of one series. */
export interface SeriesContents {
  readonly series: string;
  /** Oldest first. */
  readonly entries: readonly HistoryEntry[];
  readonly leftOut: readonly LeftOut[];
  /** Older ones that were not looked at. */
  readonly older: number;
}

/** Where entries lie. */
interface SeriesFolder {
  readonly folder: string;
  readonly series: string;
  /** Files of acknowledgements. */
  readonly acknowledged: readonly string[];
}

/** The newest entries of a series, by their names: these begin with the time. */
export async function readSeries(
  folder: string,
  series: string,
  newest: number,
): Promise<SeriesContents> {
  const { entries: files, acknowledged } = await entryFiles(folder);
  const looked = files.slice(Math.max(0, files.length - newest));
  const entries: HistoryEntry[] = [];
  const leftOut: LeftOut[] = [];
  for (let from = 0; from < looked.length; from += AT_ONCE) {
    const batch = looked.slice(from, from + AT_ONCE).map(async (file) => {
      try {
        const found = await readEntry({ folder, series, acknowledged }, file);
        entries.push(found.entry);
        leftOut.push(...found.leftOut);
      } catch (error) {
        leftOut.push({ file: join(folder, file), reason: (error as Error).message });
      }
    });
    await Promise.all(batch);
  }
  return {
    ...{ series, entries: entries.sort(byTime), older: files.length - looked.length },
    leftOut: leftOut.sort((a, b) => (a.file < b.file ? -1 : 1)),
  };
}

/**
 * One entry with its acknowledgement; a damaged one of these counts as none.
 * @throws BenchError 'result-unreadable'
 */
export async function readEntry(
  { folder, series, acknowledged }: SeriesFolder,
  file: string,
): Promise<{ readonly entry: HistoryEntry; readonly leftOut: readonly LeftOut[] }> {
  const path = join(folder, file);
  const stored = parseEntry(await entryText(folder, file), path);
  if (stored.series !== series) {
    throw new BenchError('result-unreadable', `${path} says that it is of "${stored.series}"`, {
      hint: 'add its run to the series that it should be in, and delete this file',
    });
  }
  const entry = { ...stored, name: `${series}/${entryNameOf(file)}`, file: path };
  const beside = acknowledgementFile(file);
  if (!acknowledged.includes(beside))
    return { entry: { ...entry, acknowledged: null }, leftOut: [] };
  try {
    const text = await entryText(folder, beside);
    const known = parseAcknowledgement(text, join(folder, beside));
    return { entry: { ...entry, acknowledged: known }, leftOut: [] };
  } catch (error) {
    const reason = (error as Error).message;
    return {
      entry: { ...entry, acknowledged: null },
      leftOut: [{ file: join(folder, beside), reason }],
    };
  }
}
