import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { BenchError } from '../contract/bench-error.ts';
import type { ComparisonDocument } from '../contract/comparison-document.ts';
import type { ResultDocument } from '../contract/result-document.ts';
import { parseAny } from './parse-any.ts';
import { parseResult } from './parse-result.ts';
import { COMPARISON_FILE, JOURNAL_FILE, RESULT_FILE, RUNS_FOLDER } from './result-files.ts';

/** The folder of a run, or of a comparison of several, without reading it. */
export interface StoredRun {
  readonly id: string;
  readonly folder: string;
  readonly isComparison: boolean;
  /** False: there is only a journal. The run was cut off, or is still going on. */
  readonly isFinished: boolean;
}

/** Finds results that runs have left behind. */
export interface ResultReader {
  /**
   * @param which an id, a folder of a run, a file, or "latest"
   * @throws BenchError 'result-unreadable' that says what is wrong with it
   */
  read(which: string): Promise<ResultDocument>;
  /**
   * A result or a comparison, whichever it is; "latest" is the newest of both.
   * @throws BenchError 'result-unreadable' that says what is wrong with it
   */
  readAny(which: string): Promise<ResultDocument | ComparisonDocument>;
  /** Newest first; folders of other names after them. */
  list(): Promise<readonly StoredRun[]>;
  /**
   * The folder of a run that was cut off.
   * @param which an id, a folder of a run, its journal, or "latest"
   * @throws BenchError 'result-unreadable' when it has no journal, or a result that is whole
   */
  unfinished(which: string): Promise<string>;
}

/** Reads under `reportsFolder`, which is taken from `cwd`; it need not exist. */
export function resultReader(reportsFolder: string, cwd: string): ResultReader {
  const root = resolve(cwd, reportsFolder);
  return {
    list: () => storedRuns(root),
    read: async (which) => {
      const file = which === 'latest' ? await latest(root) : await locate(which, root, cwd);
      return parseResult(await textOf(file), file);
    },
    readAny: async (which) => {
      const file =
        which === 'latest' ? await latest(root, true) : await locate(which, root, cwd, true);
      return parseAny(await textOf(file), file);
    },
    unfinished: async (which) => {
      const folder = await journaledFolder(which, root, cwd);
      await refuseIfWhole(folder);
      return folder;
    },
  };
}

/** As runs name their folders. Ids begin with the time, so their order is that of the runs. */
const TIMED = /^\d{8}-\d{6}-/;

/** Folders that somebody named tell no time: they come last. */
async function storedRuns(root: string): Promise<StoredRun[]> {
  const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const runs = await Promise.all(
    folders.map(async (id): Promise<StoredRun | null> => {
      const folder = join(root, id);
      const has = async (file: string) => (await kindOf(join(folder, file))) === 'file';
      if (await has(RESULT_FILE)) return { id, folder, isFinished: true, isComparison: false };
      const isComparison = await has(COMPARISON_FILE);
      if (!isComparison && !(await has(JOURNAL_FILE))) return null;
      return { id, folder, isFinished: isComparison, isComparison };
    }),
  );
  const newestFirst = runs.filter((run) => run !== null).sort((a, b) => (a.id < b.id ? 1 : -1));
  const isTimed = ({ id }: StoredRun) => TIMED.test(id);
  return [...newestFirst.filter(isTimed), ...newestFirst.filter((run) => !isTimed(run))];
}

async function latest(root: string, isAny = false): Promise<string> {
  const runs = (await storedRuns(root)).filter(
    ({ id, isComparison }) => TIMED.test(id) && (isAny || !isComparison),
  );
  const newest = runs.find(({ isFinished }) => isFinished);
  if (newest) return join(newest.folder, newest.isComparison ? COMPARISON_FILE : RESULT_FILE);
  const [unfinished] = runs;
  throw new BenchError('result-unreadable', `there is no result in ${root} yet`, {
    hint: unfinished
      ? `if ${unfinished.id} was cut off, see what it measured with bench report --recover`
      : 'make one with bench run, or name the folder that has them with --reports',
  });
}

async function locate(which: string, root: string, cwd: string, isAny = false): Promise<string> {
  for (const path of [resolve(cwd, which), join(root, which)]) {
    const kind = await kindOf(path);
    if (kind === 'file') return path;
    if (kind === 'folder') return resultIn(path, isAny);
  }
  throw await notThere(which, root);
}

async function resultIn(folder: string, isAny: boolean): Promise<string> {
  const file = join(folder, RESULT_FILE);
  if ((await kindOf(file)) === 'file') return file;
  const comparison = join(folder, COMPARISON_FILE);
  if ((await kindOf(comparison)) === 'file') {
    if (isAny) return comparison;
    throw new BenchError('result-unreadable', `${folder} is a comparison of several runs`, {
      hint: `see it with bench report ${folder}; its runs are in the folder "${RUNS_FOLDER}" there`,
    });
  }
  if ((await kindOf(join(folder, JOURNAL_FILE))) === 'file') {
    throw new BenchError('result-unreadable', `the run in ${folder} has not come to its end`, {
      hint: `if it was cut off, see what it measured with bench report --recover ${folder}`,
    });
  }
  throw new BenchError('result-unreadable', `there is no ${RESULT_FILE} in ${folder}`, {
    hint: 'name the folder of one run, or an id, or "latest"',
  });
}

async function journaledFolder(which: string, root: string, cwd: string): Promise<string> {
  if (which === 'latest') return newestUnfinished(root);
  for (const path of [resolve(cwd, which), join(root, which)]) {
    const kind = await kindOf(path);
    if (kind === 'file') return dirname(path);
    if (kind === 'folder') return path;
  }
  throw await notThere(which, root);
}

async function newestUnfinished(root: string): Promise<string> {
  const stored = await storedRuns(root);
  const newest = stored.find(({ isFinished }) => !isFinished);
  if (newest) return newest.folder;
  throw new BenchError('result-unreadable', `every run in ${root} has come to its end`, {
    hint: 'there is nothing to recover; see them with bench list',
  });
}

/** What was recovered before is no result of its own: the journal may have grown since. */
async function refuseIfWhole(folder: string): Promise<void> {
  const file = join(folder, RESULT_FILE);
  // A result that cannot be read is none: its journal is all there is.
  const status = await textOf(file)
    .then((text) => parseResult(text, file).status)
    .catch(() => null);
  if (status !== null && status !== 'partial') {
    throw new BenchError('result-unreadable', `there is nothing to recover in ${folder}`, {
      hint: `the run came to its end; see it with bench report ${folder}`,
    });
  }
  if ((await kindOf(join(folder, JOURNAL_FILE))) === 'file') return;
  throw new BenchError('result-unreadable', `there is no ${JOURNAL_FILE} in ${folder}`, {
    hint: 'name the folder of a run that was cut off; bench list shows them',
  });
}

async function notThere(which: string, root: string): Promise<BenchError> {
  const [newest] = await storedRuns(root);
  const known = newest ? `the newest in ${root} is ${newest.id}` : `there is none in ${root} yet`;
  return new BenchError('result-unreadable', `there is no result "${which}"`, {
    hint: `give an id, a folder, a file or "latest"; ${known}`,
  });
}

async function kindOf(path: string): Promise<'file' | 'folder' | 'nothing'> {
  const found = await stat(path).catch(() => null);
  if (found?.isFile()) return 'file';
  return found?.isDirectory() ? 'folder' : 'nothing';
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new BenchError('result-unreadable', `${file} cannot be read: ${reasonOf(cause)}`, {
      hint: 'check that the file is there and that you may read it',
      cause,
    });
  }
}

function reasonOf(cause: unknown): string {
  return (cause as NodeJS.ErrnoException).code ?? String(cause);
}
