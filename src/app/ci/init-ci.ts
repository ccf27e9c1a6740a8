import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BenchError } from '../../contract/bench-error.ts';
import type { Environment } from '../environment.ts';
import { fillTemplate } from './fill-template.ts';
import { pinnedSource } from './pinned-source.ts';

export interface InitRequest {
  readonly systems: readonly CiSystem[];
  /** What is installed, as npm takes it. */
  readonly from: string;
  /** Write over a file that is there. */
  readonly isForced: boolean;
}

const FILES = {
  github: { template: 'github-workflow.yml', path: '.github/workflows/bench.yml', mode: 0o644 },
  gitlab: { template: 'gitlab-ci.yml', path: 'bench.gitlab-ci.yml', mode: 0o644 },
  cron: { template: 'nightly.sh', path: 'bench-nightly.sh', mode: 0o755 },
} as const;
const JOBS = 'bench.yaml';
/** What a line of a crontab takes as it is. */
const PLAIN_FOLDER = /^[\w/.-]+$/;

export type CiSystem = keyof typeof FILES;

/** What was written, relative to the working directory, and what it installs. */
export interface WrittenCi {
  readonly files: readonly string[];
  /** False: there was a bench.yaml, which is never written over. */
  readonly hasNewJobs: boolean;
  readonly from: string;
  readonly pinned: string;
}

/**
 * Writes a ready job for each system, and jobs to start from where there are none.
 * @throws BenchError 'usage' before anything is written: for a file that is there, or what names no single version
 */
export async function initCi(
  { systems, from, isForced }: InitRequest,
  { cwd, packageFolder }: Pick<Environment, 'cwd' | 'packageFolder'>,
): Promise<WrittenCi> {
  const source = pinnedSource(from, cwd);
  const files = systems.map((system) => FILES[system]);
  const templateOf = (name: string) => readFile(join(packageFolder, 'templates', name), 'utf8');
  for (const { path } of files) if (!isForced) await refuseWhereThere(path, cwd);
  const values = {
    ...source,
    folder: PLAIN_FOLDER.test(cwd) ? cwd : '/the/folder/of',
    'fetch-history': await templateOf('fetch-history.sh'),
    'push-history': await templateOf('push-history.sh'),
  };
  for (const { template, path, mode } of files) {
    await written(join(cwd, path), fillTemplate(await templateOf(template), values));
    await chmod(join(cwd, path), mode);
  }
  const hasNewJobs = !(await isThere(join(cwd, JOBS)));
  if (hasNewJobs) await written(join(cwd, JOBS), await templateOf(JOBS));
  const paths = files.map(({ path }) => path);
  return { ...source, files: hasNewJobs ? [...paths, JOBS] : paths, hasNewJobs };
}

async function refuseWhereThere(path: string, cwd: string): Promise<void> {
  if (!(await isThere(join(cwd, path)))) return;
  throw new BenchError('usage', `${path} is there already`, {
    hint: 'look at it first; --force writes over it',
  });
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function written(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  } catch (cause) {
    throw new BenchError('usage', `${path} cannot be written`, {
      hint: 'check that the folder is yours, and that there is room',
      cause,
    });
  }
}
