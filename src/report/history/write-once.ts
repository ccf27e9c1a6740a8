import { link, mkdtemp, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { flushFolder } from '../flush-folder.ts';

/** What systems say that know no second name for a file: FAT, and buckets that are mounted. */
const NO_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'];

/**
 * Writes a new file whole: beside it under a name of its own, flushed, then given its name, which fails
 * where that is taken. Nothing that is there is ever overwritten, however many write at once.
 * @returns whether it was written; false where the name is taken
 * @throws the system's error
 */
export async function writeOnce(
  path: string,
  content: string,
  giveName: (from: string, to: string) => Promise<void> = link,
): Promise<boolean> {
  const beside = await mkdtemp(join(dirname(path), '.adding-'));
  try {
    const unfinished = join(beside, 'entry');
    await writeNew(unfinished, content);
    await giveName(unfinished, path);
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST') return false;
    if (!NO_LINKS.includes(codeOf(cause))) throw cause;
    return await writeInPlace(path, content);
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
  await flushFolder(dirname(path));
  return true;
}

/** For a moment a reader may find half of it: it is left out then, by name. */
async function writeInPlace(path: string, content: string): Promise<boolean> {
  try {
    await writeNew(path, content);
    return true;
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST') return false;
    await rm(path, { force: true });
    throw cause;
  }
}

async function writeNew(path: string, content: string): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

function codeOf(cause: unknown): string {
  return (cause as NodeJS.ErrnoException).code ?? '';
}
