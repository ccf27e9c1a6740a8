import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a folder and those above it; fine where it is there already. Not `mkdir`'s own `recursive`:
 * where the folder above is there and still nothing can be made in it (/proc), that one never returns.
 * @throws the system's error
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await makeOne(path);
  } catch (error) {
    const isOrphan = (error as NodeJS.ErrnoException).code === 'ENOENT' && dirname(path) !== path;
    if (!isOrphan) throw error;
    await makeFolder(dirname(path));
    await makeOne(path);
  }
}

async function makeOne(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const isThere = await stat(path).then(
      (found) => found.isDirectory(),
      () => false,
    );
    if (!isThere) throw error;
  }
}
