import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { flushFolder } from './flush-folder.ts';

/**
 * A reader sees the whole file or none, after a power cut too: written beside it, flushed, then renamed.
 * @throws the system's error
 */
export async function writeWhole(path: string, content: string): Promise<void> {
  const unfinished = `${path}.unfinished`;
  try {
    const file = await open(unfinished, 'w');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
    await flushFolder(dirname(path));
  } catch (cause) {
    await rm(unfinished, { force: true });
    throw cause;
  }
}
