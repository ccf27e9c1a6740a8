import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Workload } from '../contract/point.ts';
import { runId } from './run-id.ts';

const MOST_ATTEMPTS = 1000;

/**
 * Makes a folder that no other run has, and gives its name, the run's id. mkdir without `recursive`
 * fails on a folder that is there, so two processes never share one.
 * @throws the system's error
 */
export async function ownFolder(
  root: string,
  startedAt: string,
  config: object,
  workload: Workload,
): Promise<string> {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const id = runId(startedAt, { config, points: [{ workload }] }, attempt);
    const isMine = await mkdir(join(root, id)).then(
      () => true,
      (cause: NodeJS.ErrnoException) => {
        if (cause.code === 'EEXIST') return false;
        throw cause;
      },
    );
    if (isMine) return id;
  }
  throw new Error(`${MOST_ATTEMPTS} results of this second are there already`);
}
