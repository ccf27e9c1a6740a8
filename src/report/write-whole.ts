import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

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

/** The new name is the folder's. Not every system can flush one, and then nothing is to be done. */
async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => null);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}
