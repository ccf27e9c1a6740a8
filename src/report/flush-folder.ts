import { open } from 'node:fs/promises';

/**
 * Makes the names in a folder outlast a power cut: they are the folder's data, not the files'. Not every
 * system can flush one, and then nothing is to be done.
 */
export async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => null);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}
