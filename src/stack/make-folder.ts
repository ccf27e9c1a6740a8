import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a folder that this user alone can enter (0700), and those above it; none where there is one.
 * Not `mkdir`'s own `recursive`: it never returns where nothing can be made (/proc).
 * @throws the system's error where it cannot be made
 */
export async function makeFolder(path: string): Promise<void> {
  const make = () =>
    mkdir(path, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  try {
    await make();
  } catch (error) {
    const isOrphan = (error as NodeJS.ErrnoException).code === 'ENOENT' && dirname(path) !== path;
    if (!isOrphan) throw error;
    await makeFolder(dirname(path));
    await make();
  }
}
