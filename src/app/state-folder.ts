import { constants, type Stats } from 'node:fs';
import { chmod, lstat, open, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { BenchError } from '../contract/bench-error.ts';
import { makeFolder } from '../stack/index.ts';

const OURS_ALONE = 0o700;
const GROUP_AND_OTHERS = 0o077;

/**
 * Where what outlives a process is kept: running stacks, tokens, delete keys. XDG Base Directory
 * specification: a relative $XDG_STATE_HOME does not count.
 */
export function stateFolder(env: Readonly<Record<string, string | undefined>>): string {
  const { XDG_STATE_HOME: named = '', HOME: home = homedir() } = env;
  return join(isAbsolute(named) ? named : join(home, '.local/state'), 'inferbench');
}

/** The folder of one stack, made or not. */
export function stackFolder(state: string, name: string): string {
  return join(state, 'stacks', name);
}

/**
 * Makes a folder, and those above it, that only this user can enter.
 * @throws BenchError 'config-invalid' where it is a link, somebody else's, or cannot be made
 */
export async function makePrivateFolder(path: string): Promise<void> {
  try {
    await makeFolder(path);
    const found = await refuseForeign(path);
    if (found.mode & GROUP_AND_OTHERS) await chmod(path, OURS_ALONE);
  } catch (cause) {
    throw unusable(path, cause);
  }
}

/**
 * Nothing that is not there.
 * @throws BenchError 'config-invalid' where a folder is a link, or somebody else's
 */
export async function refuseForeignFolder(path: string): Promise<void> {
  try {
    await refuseForeign(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw unusable(path, cause);
  }
}

async function refuseForeign(path: string): Promise<Stats> {
  const found = await lstat(path);
  if (!found.isDirectory()) throw new Error('it is no folder but a link or a file');
  refuseStrangers(found.uid);
  return found;
}

/**
 * Writes a file that only this user can read (0600), whole or not at all; its folder is made private.
 * @throws BenchError 'config-invalid' where that cannot be
 */
export async function writePrivateFile(path: string, text: string): Promise<void> {
  await makePrivateFolder(dirname(path));
  const unfinished = `${path}.${process.pid}`;
  try {
    // Left by a process of the same id that was killed while it wrote.
    await rm(unfinished, { force: true });
    const file = await open(unfinished, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  } catch (cause) {
    await rm(unfinished, { force: true });
    throw unusable(path, cause);
  }
}

/**
 * The text of a file that this user wrote; undefined when there is none.
 * @throws BenchError 'config-invalid' where it is a link, somebody else's, or cannot be read
 */
export async function readPrivateFile(path: string): Promise<string | undefined> {
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const found = await file.stat();
      if (!found.isFile()) throw new Error('it is no file');
      refuseStrangers(found.uid);
      return await file.readFile('utf8');
    } finally {
      await file.close();
    }
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR'].includes((cause as NodeJS.ErrnoException).code ?? ''))
      return undefined;
    throw unusable(path, cause);
  }
}

function refuseStrangers(uid: number): void {
  if (uid !== process.getuid?.()) throw new Error(`it belongs to user ${uid}`);
}

/** The error for a place that is not as it must be. */
export function unusable(path: string, cause: unknown): BenchError {
  const isLink = (cause as NodeJS.ErrnoException).code === 'ELOOP';
  const why = isLink ? 'it is a link' : (cause as Error).message;
  return new BenchError('config-invalid', `${path} cannot be used: ${why}`, {
    hint: 'move it away, or name another folder with XDG_STATE_HOME',
    cause,
  });
}
