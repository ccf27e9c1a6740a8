import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { BenchError } from '../../contract/bench-error.ts';
import { entryFile, entryFiles } from './entry-files.ts';
import { folderName, textOfFolderName } from './folder-name.ts';
import type { HistoryEntry } from './history-entry.ts';
import { readEntry, readSeries, type SeriesContents } from './read-series.ts';

export interface HistoryQuery {
  /** Only this one; else all, by name. */
  readonly series?: string | undefined;
  /** Most entries of each series to read, the newest by their names. */
  readonly newest?: number | undefined;
}

/** Reads a history; what is damaged in it is left out by name, and keeps nothing else from being read. */
export interface HistoryReader {
  /**
   * @throws BenchError 'result-unreadable' where there is no such folder or series: a check that looks into
   *   the wrong place must not pass
   */
  read(query: HistoryQuery): Promise<readonly SeriesContents[]>;
  /**
   * @param which "<series>/<run id>", or the id alone where only one series has it
   * @throws BenchError 'result-unreadable' when there is none, or it is damaged
   */
  find(which: string): Promise<HistoryEntry>;
  /** The same; null where there is none. */
  seek(which: string): Promise<HistoryEntry | null>;
}

/** @param folder taken from `cwd` */
export function historyReader(folder: string, cwd: string): HistoryReader {
  const root = resolve(cwd, folder);
  return {
    read: async ({ series, newest = Number.POSITIVE_INFINITY }) => {
      const known = await seriesIn(root);
      if (series !== undefined && !known.includes(series)) throw noSuchSeries(series, known, root);
      const contents: SeriesContents[] = [];
      for (const one of series === undefined ? known : [series]) {
        contents.push(await readSeries(join(root, folderName(one)), one, newest));
      }
      // A folder without anything of ours is somebody else's.
      return contents.filter(({ entries, leftOut }) => entries.length + leftOut.length > 0);
    },
    seek: (which) => seekEntry(root, which),
    find: async (which) => {
      const found = await seekEntry(root, which);
      if (found) return found;
      throw noSuchEntry(which, root);
    },
  };
}

/** Links are not followed, hidden folders (.git) and those that no series can have are somebody else's. */
async function seriesIn(root: string): Promise<string[]> {
  const found = await readdir(root, { withFileTypes: true }).catch((cause) => {
    throw noHistory(root, cause);
  });
  const names = found.flatMap((one) =>
    one.isDirectory() ? (textOfFolderName(one.name) ?? []) : [],
  );
  return names.sort();
}

async function seekEntry(root: string, which: string): Promise<HistoryEntry | null> {
  const cut = which.lastIndexOf('/');
  const known = await seriesIn(root);
  const wanted = cut < 0 ? known : known.filter((series) => series === which.slice(0, cut));
  const file = entryFile(which.slice(cut + 1));
  const places = await Promise.all(
    wanted.map(async (series) => {
      const folder = join(root, folderName(series));
      const files = await entryFiles(folder);
      return files.entries.includes(file)
        ? [{ folder, series, acknowledged: files.acknowledged }]
        : [];
    }),
  );
  const [place, other] = places.flat();
  if (!place) return null;
  if (other) throw severalEntries(which, [place.series, other.series]);
  return (await readEntry(place, file)).entry;
}

function noHistory(root: string, cause: NodeJS.ErrnoException): BenchError {
  const reasons: Record<string, string> = { ENOENT: 'no such folder', ENOTDIR: 'it is a file' };
  const reason = reasons[cause.code ?? ''] ?? cause.code;
  return new BenchError('result-unreadable', `there is no history in ${root}: ${reason}`, {
    hint: 'name its folder with --history; bench history add makes one',
    cause,
  });
}

function noSuchSeries(series: string, known: readonly string[], root: string): BenchError {
  return new BenchError('result-unreadable', `there is no series "${series}" in ${root}`, {
    hint: known.length > 0 ? `there are ${known.join(', ')}` : 'there is none yet',
  });
}

function noSuchEntry(which: string, root: string): BenchError {
  return new BenchError('result-unreadable', `there is no entry "${which}" in ${root}`, {
    hint: 'see them with bench history list --json; an entry is named <series>/<run id>, or by its id alone',
  });
}

function severalEntries(which: string, series: readonly string[]): BenchError {
  return new BenchError('result-unreadable', `several series have an entry "${which}"`, {
    hint: `say which: ${series.map((one) => `${one}/${which}`).join(' or ')}`,
  });
}
