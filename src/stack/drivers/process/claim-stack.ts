import { randomUUID } from 'node:crypto';
import { BenchError } from '../../../contract/bench-error.ts';
import { makeFolder } from '../../make-folder.ts';
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
  await makeFolder(folder);
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
