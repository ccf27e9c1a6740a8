import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { BenchError } from '../../../contract/bench-error.ts';
import { processEntry } from './process-table.ts';
import { isRunning, stackMembers } from './stack-processes.ts';
import { claimFolder, type StackRecord } from './stack-record.ts';
import { recordOf, takeDown } from './take-down.ts';

/**
 * Makes a stack's folder ours: no other tool brings up a stack in it until it is taken down. What is left
 * of a stack that is gone is removed.
 * @throws BenchError 'stack-not-started' when a stack of that name is up or coming up
 */
export async function claimStack(
  name: string,
  folder: string,
  notes: readonly string[],
): Promise<StackRecord> {
  const record: StackRecord = {
    version: 1,
    id: randomUUID(),
    owner: { pid: process.pid, startedAt: processEntry(process.pid)?.startedAt ?? '' },
    notes: [...notes],
    services: [],
  };
  const old = recordOf(name, folder);
  if (old) {
    if (isInUse(old)) throw taken(name);
    await takeDown(name, folder);
  }
  await makePrivateFolder(folder);
  try {
    claimFolder(folder, record);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw taken(name);
    throw error;
  }
  return record;
}

function isInUse(record: StackRecord): boolean {
  const { owner } = record;
  return (owner !== null && isRunning(owner)) || stackMembers(record).length > 0;
}

function taken(name: string): BenchError {
  return new BenchError('stack-not-started', `a stack named "${name}" is there already`, {
    hint: `take it down with bench stack down --name ${name}, or take another name`,
  });
}

/** Not `mkdir`'s own `recursive`: it never returns where nothing can be made (/proc). */
async function makePrivateFolder(path: string): Promise<void> {
  const make = () =>
    mkdir(path, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  try {
    await make();
  } catch (error) {
    const isOrphan = (error as NodeJS.ErrnoException).code === 'ENOENT' && dirname(path) !== path;
    if (!isOrphan) throw error;
    await makePrivateFolder(dirname(path));
    await make();
  }
}
