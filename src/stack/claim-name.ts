import { randomUUID } from 'node:crypto';
import {
  constants,
  copyFileSync,
  linkSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { processEntry } from './drivers/process/process-table.ts';
import { isRunning } from './drivers/process/stack-processes.ts';
import { makeFolder } from './make-folder.ts';

/** What file systems without hard links say. */
const NO_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'];

const claimSchema = z.strictObject({
  pid: z.int().positive(),
  startedAt: z.string().describe('see ProcessEntry'),
  id: z.string(),
});

/** Whoever brings a stack up, or ends it with its run. */
type Claim = z.infer<typeof claimSchema>;

/** What came of the wish to have a name for this process alone. */
export type ClaimOutcome =
  | { readonly owner: null; readonly release: () => void }
  | { readonly owner: number };

/**
 * Claims a name by the file at `path`, whose folder is made: for this process alone until it is released,
 * or gone. Else `owner` is the id of the process that has it.
 * @throws the system's error where the file cannot be written
 */
export async function claimName(path: string): Promise<ClaimOutcome> {
  await makeFolder(dirname(path));
  const startedAt = processEntry(process.pid)?.startedAt ?? '';
  const ours: Claim = { pid: process.pid, startedAt, id: randomUUID() };
  const draft = `${path}.${ours.id}`;
  writeFileSync(draft, JSON.stringify(ours), { flag: 'wx', mode: 0o600 });
  try {
    while (!linked(draft, path)) {
      const owner = ownerOf(path);
      if (owner !== null) return { owner };
      removeStale(path, `${draft}.old`);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  return { owner: null, release: () => release(path, ours.id) };
}

/** The process that has the name claimed by the file at `path`; null when nobody has, or has any more. */
export function ownerOf(path: string): number | null {
  const claim = readClaim(path);
  return claim !== null && isRunning(claim) ? claim.pid : null;
}

/** A link is there with all its text, or not at all; false where somebody's is there already. */
function linked(draft: string, path: string): boolean {
  try {
    linkSync(draft, path);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (!NO_LINKS.includes(code)) throw error;
    return copied(draft, path);
  }
  return true;
}

function copied(draft: string, path: string): boolean {
  try {
    copyFileSync(draft, path, constants.COPYFILE_EXCL);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  return true;
}

/** Another may have been quicker, and what lies there now be its claim: then that is put back. */
function removeStale(path: string, aside: string): void {
  try {
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (ownerOf(aside) !== null) linked(aside, path);
  rmSync(aside, { force: true });
}

function release(path: string, id: string): void {
  if (readClaim(path)?.id === id) rmSync(path, { force: true });
}

/** Null where there is none that can be read; they are written whole. */
function readClaim(path: string): Claim | null {
  try {
    return claimSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}
