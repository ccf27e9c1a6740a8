import { readdir, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { BenchError } from '../contract/bench-error.ts';
import type { ResultDocument } from '../contract/result-document.ts';
import { parseResult } from './parse-result.ts';

export const RESULT_FILE = 'result.json';

/** A stored result, without reading it. */
interface StoredResult {
  readonly id: string;
  readonly folder: string;
}

/** Finds results that runs have left behind. */
export interface ResultReader {
  /**
   * @param which an id, a folder of a run, a file, or "latest"
   * @throws BenchError 'result-unreadable' that says what is wrong with it
   */
  read(which: string): Promise<ResultDocument>;
  /** Newest first. */
  list(): Promise<readonly StoredResult[]>;
}

/** Reads under `reportsFolder`, which is taken from `cwd`; it need not exist. */
export function resultReader(reportsFolder: string, cwd: string): ResultReader {
  const root = resolve(cwd, reportsFolder);
  const list = () => storedResults(root);
  return {
    list,
    read: async (which) => {
      const file = which === 'latest' ? await latest(root) : await locate(which, root, cwd);
      return parseResult(await textOf(file), file);
    },
  };
}

/** Ids begin with the time, so their order is that of the runs. */
async function storedResults(root: string): Promise<StoredResult[]> {
  const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const complete = await Promise.all(
    folders.map(async (id) => (await kindOf(join(root, id, RESULT_FILE))) === 'file'),
  );
  return folders
    .filter((_, index) => complete[index])
    .sort((a, b) => (a < b ? 1 : -1))
    .map((id) => ({ id, folder: join(root, id) }));
}

async function latest(root: string): Promise<string> {
  const [newest] = (await storedResults(root)).filter(({ id }) => /^\d{8}-\d{6}-/.test(id));
  if (newest) return join(newest.folder, RESULT_FILE);
  throw new BenchError('result-unreadable', `there is no result in ${root} yet`, {
    hint: 'make one with bench run, or name the folder that has them with --reports',
  });
}

async function locate(which: string, root: string, cwd: string): Promise<string> {
  const candidates = [resolve(cwd, which), join(root, which)];
  for (const path of candidates) {
    const kind = await kindOf(path);
    if (kind === 'file') return path;
    if (kind === 'folder') return resultIn(path);
  }
  const [newest] = await storedResults(root);
  const known = newest ? `the newest in ${root} is ${newest.id}` : `there is none in ${root} yet`;
  throw new BenchError('result-unreadable', `there is no result "${which}"`, {
    hint: `give an id, a folder, a file or "latest"; ${known}`,
  });
}

async function resultIn(folder: string): Promise<string> {
  const file = join(folder, RESULT_FILE);
  if ((await kindOf(file)) === 'file') return file;
  throw new BenchError('result-unreadable', `there is no ${RESULT_FILE} in ${folder}`, {
    hint: 'name the folder of one run, or an id, or "latest"',
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
