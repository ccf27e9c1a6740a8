import { constants } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { BenchError } from '../../contract/bench-error.ts';
import { folderName, textOfFolderName } from './folder-name.ts';

const ENTRY = '.json';
const ACKNOWLEDGEMENT = '.acknowledged.json';
/** Far above any entry; a file beyond it is something else. */
const MOST_BYTES = 64 * 2 ** 20;

/** Files of one series, by the name of their entry. */
export interface EntryFiles {
  readonly entries: readonly string[];
  readonly acknowledged: readonly string[];
}

/** File of the entry of that name; an id that looks like an acknowledgement is told apart from one. */
export function entryFile(name: string): string {
  return `${folderName(name).replace(/\.(?=acknowledged$)/, '%2E')}${ENTRY}`;
}

/** The name of the entry in that file; of a file that somebody else named, what it is called. */
export function entryNameOf(file: string): string {
  const stem = file.slice(0, -ENTRY.length);
  return textOfFolderName(stem.replace(/%2E(?=acknowledged$)/, '.')) ?? stem;
}

export function acknowledgementFile(entry: string): string {
  return entry.slice(0, -ENTRY.length) + ACKNOWLEDGEMENT;
}

/** What lies in a series' folder; hidden files, and whatever does not end in .json, are none of ours. */
export async function entryFiles(folder: string): Promise<EntryFiles> {
  const found = await readdir(folder);
  const names = found.filter((name) => name.endsWith(ENTRY) && !name.startsWith('.')).sort();
  const acknowledged = names.filter((name) => name.endsWith(ACKNOWLEDGEMENT));
  return { acknowledged, entries: names.filter((name) => !name.endsWith(ACKNOWLEDGEMENT)) };
}

/**
 * Text of a plain file. A link is not followed: a history comes out of a branch that others may write to.
 * @throws BenchError 'result-unreadable'
 */
export async function entryText(folder: string, name: string): Promise<string> {
  const path = join(folder, name);
  // Without NONBLOCK a pipe that nobody writes to would be waited for.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  try {
    const file = await open(path, flags);
    try {
      const found = await file.stat();
      if (!found.isFile()) throw new Error('it is no plain file');
      if (found.size > MOST_BYTES) throw new Error(`it has ${found.size} bytes`);
      return await file.readFile('utf8');
    } finally {
      await file.close();
    }
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    const reason = code === 'ELOOP' ? 'it is a symbolic link' : (code ?? (cause as Error).message);
    throw new BenchError('result-unreadable', `${path} cannot be read: ${reason}`, {
      hint: 'check that it is a plain file and that you may read it',
      cause,
    });
  }
}
