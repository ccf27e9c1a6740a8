import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';

/** Where programs are looked for. */
export interface ProgramSearch {
  /** A path that does not begin with a slash begins here. */
  readonly cwd: string;
  /** The search path, PATH. */
  readonly path: string;
}

/** A program's absolute path, or where it was looked for in vain, in words. */
export type FoundProgram =
  | { readonly program: string }
  | { readonly program: null; readonly why: string };

/** As a shell does it: a name with a slash in it is a path, any other is looked up in PATH. */
export async function findProgram(
  name: string,
  { cwd, path }: ProgramSearch,
): Promise<FoundProgram> {
  if (name.includes('/')) {
    const program = resolve(cwd, name);
    const trouble = await troubleWith(program);
    return trouble === null ? { program } : { program: null, why: `${program} ${trouble}` };
  }
  const folders = path.split(delimiter).filter((folder) => folder !== '');
  for (const folder of folders) {
    const program = resolve(cwd, join(folder, name));
    if ((await troubleWith(program)) === null) return { program };
  }
  return { program: null, why: `there is no program "${name}" (${whereOf(folders)})` };
}

/** A short PATH in full; a long one would hide what to do about it. */
function whereOf(folders: readonly string[]): string {
  if (folders.length === 0) return 'PATH is empty';
  if (folders.length > 3) return `in none of the ${folders.length} folders of PATH`;
  return `PATH is ${folders.join(delimiter)}`;
}

/** Null when it can be executed. */
async function troubleWith(path: string): Promise<string | null> {
  try {
    if (!(await stat(path)).isFile()) return 'is no file';
    await access(path, constants.X_OK);
    return null;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return 'is not there';
    return code === 'EACCES' ? 'may not be executed' : `cannot be used (${code})`;
  }
}
