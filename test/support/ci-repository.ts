import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A repository with a bare one that it pushes to: what a forge and its runner have. */
export interface CiRepository {
  /** Of the bare one, without its ".git". */
  readonly remote: string;
  /** A fresh clone of what was pushed, as shallow as a runner makes it. */
  clone(name: string): string;
  /** Files of a branch of the bare one. */
  filesOf(branch: string): string[];
}

function git(cwd: string, ...words: string[]): string {
  const who = ['-c', 'user.name=somebody', '-c', 'user.email=somebody@localhost'];
  return execFileSync('git', [...who, ...words], { cwd, encoding: 'utf8', stdio: 'pipe' });
}

/** @param prepare fills the folder before it is committed and pushed */
export function ciRepository(folder: string, prepare: (work: string) => void): CiRepository {
  const [work, remote] = [join(folder, 'work'), join(folder, 'remote')];
  mkdirSync(work);
  git(folder, 'init', '--quiet', '--bare', `${remote}.git`);
  git(work, 'init', '--quiet', '--initial-branch=main');
  writeFileSync(join(work, 'README.md'), 'a model server\n');
  prepare(work);
  git(work, 'add', '--all');
  git(work, 'commit', '--quiet', '-m', 'A model server');
  git(work, 'push', '--quiet', `${remote}.git`, 'main');
  return {
    remote,
    clone: (name) => {
      const path = join(folder, name);
      git(folder, 'clone', '--quiet', '--depth=1', '--branch=main', `file://${remote}.git`, path);
      return path;
    },
    filesOf: (branch) =>
      git(`${remote}.git`, 'ls-tree', '-r', '-z', '--name-only', branch)
        .split('\0')
        .filter((name) => name !== ''),
  };
}
