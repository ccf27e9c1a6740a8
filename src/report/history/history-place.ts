import { mkdtemp, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BenchError } from '../../contract/bench-error.ts';
import { makeFolder } from '../make-folder.ts';

/**
 * Looks before a night is spent whether a history can be added to. One that cannot is no reason to measure
 * nothing: the results are kept all the same.
 * @param folder absolute; made where it is missing and is to be added to
 * @returns what is in the way, a sentence; null: nothing
 * @throws BenchError 'usage' for what is no folder
 */
export async function historyPlace(folder: string, isAddedTo: boolean): Promise<string | null> {
  const found = await stat(folder).catch(() => null);
  if (found && !found.isDirectory()) {
    throw new BenchError('usage', `--history: ${folder} is no folder`, {
      hint: 'name a folder; it is made where it is missing',
    });
  }
  if (!isAddedTo) {
    return found ? null : `there is no history in ${folder} yet: nothing can be held against it`;
  }
  try {
    await makeFolder(folder);
    // Tried, not asked: permission bits say nothing of a full or a read-only disk.
    await rmdir(await mkdtemp(join(folder, '.probe-')));
    return null;
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? String(cause);
    return `the history in ${folder} takes no entry: ${reason}; these runs will not be added to it`;
  }
}
