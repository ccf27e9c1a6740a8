import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { makeFolder } from '../make-folder.ts';
import { reportsUnwritable } from '../reports-unwritable.ts';
import { writeWhole } from '../write-whole.ts';

const MOST_ATTEMPTS = 1000;

/** What all jobs of one run leave together. */
export interface JobsFolder {
  readonly folder: string;
  /** @throws BenchError 'reports-unwritable' */
  write(name: string, text: string): Promise<string>;
}

/**
 * Makes a folder that no other run has: ci-20261123-143015, and -2 where another began in the same second.
 * @throws BenchError 'reports-unwritable'
 */
export async function makeJobsFolder(
  reportsFolder: string,
  cwd: string,
  startedAt: string,
): Promise<JobsFolder> {
  const root = resolve(cwd, reportsFolder);
  const name = `ci-${startedAt.replace(/[-:]|\..*$/g, '').replace('T', '-')}`;
  try {
    await makeFolder(root);
    const folder = join(root, await ownName(root, name));
    return { folder, write: (file, text) => writeReport(join(folder, file), text) };
  } catch (cause) {
    throw reportsUnwritable(root, cause);
  }
}

/**
 * A file that a program is told of, whole or not at all; folders above it are made.
 * @throws BenchError 'reports-unwritable'
 */
export async function writeReport(path: string, text: string): Promise<string> {
  try {
    await makeFolder(resolve(path, '..'));
    await writeWhole(path, text);
    return path;
  } catch (cause) {
    throw reportsUnwritable(path, cause);
  }
}

async function ownName(root: string, wanted: string): Promise<string> {
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    const name = attempt === 1 ? wanted : `${wanted}-${attempt}`;
    const isMine = await mkdir(join(root, name)).then(
      () => true,
      (cause: NodeJS.ErrnoException) => {
        if (cause.code === 'EEXIST') return false;
        throw cause;
      },
    );
    if (isMine) return name;
  }
  throw new Error(`${MOST_ATTEMPTS} runs of this second are there already`);
}
