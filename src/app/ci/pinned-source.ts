import { existsSync } from 'node:fs';
import { isAbsolute, join, normalize } from 'node:path';
import { BenchError } from '../../contract/bench-error.ts';

/** Where a job installs the tool from, and what that rests on, in words. */
export interface PinnedSource {
  readonly from: string;
  readonly pinned: string;
}

/** What stands in single quotes of YAML and of a shell alike. */
const PLAIN = /^[\w@:/.+#~=-]+$/;
const GIT = /^(git\+(https|ssh)|git):\/\/|^(github|gitlab):[\w.-]+\/|^[\w.-]+\/[\w.-]+#/;
const COMMIT = /^[0-9a-f]{40}$/;
const TARBALL = /\.(tgz|tar\.gz)$/;

/**
 * A version that stays the same one: a tag or a commit of a git repository, or a packed tarball.
 * @param from as npm takes it
 * @throws BenchError 'usage' for what names no single version, or may hold a secret
 */
export function pinnedSource(from: string, cwd: string): PinnedSource {
  if (/:\/\/[^/#]*:[^/#]*@/.test(from)) {
    throw refuse('--from holds a password, which would be written into a file', 'leave it out');
  }
  if (!PLAIN.test(from))
    throw refuse(`--from "${from}" has characters that no source has`, EXAMPLES);
  const [place = '', ref = ''] = from.split('#');
  if (TARBALL.test(place) && ref === '') return tarball(from, cwd);
  if (!GIT.test(from))
    throw refuse(`--from "${from}" is neither a tarball nor a repository`, EXAMPLES);
  if (ref === '') throw refuse(`--from "${from}" names no tag and no commit`, EXAMPLES);
  const pinned = COMMIT.test(ref)
    ? `Pinned to a commit, which cannot be moved.`
    : `Pinned to the tag ${ref}; who may move the tag may change the tool, a commit (#<40 digits>) stays.`;
  return { from, pinned };
}

const EXAMPLES =
  'name a tag or a commit (git+https://host/owner/inferbench.git#v1.0.0), or a tarball that npm pack made (./vendor/inferbench-1.0.0.tgz)';

function tarball(from: string, cwd: string): PinnedSource {
  if (/^https:\/\//.test(from)) {
    return { from, pinned: 'Pinned to a tarball; who may replace it there may change the tool.' };
  }
  const isOutside = isAbsolute(from) || normalize(from).startsWith('..');
  if (from.includes('://') || isOutside) {
    throw refuse(
      `--from ${from} will not be there when the job runs`,
      'put the tarball into the repository, or name an https:// address',
    );
  }
  if (!existsSync(join(cwd, from))) {
    throw refuse(
      `--from ${from}: there is no such file`,
      'make it with npm pack, and add it to the repository',
    );
  }
  const path = from.startsWith('./') ? from : `./${from}`;
  return { from: path, pinned: 'Pinned to a tarball of this repository.' };
}

function refuse(message: string, hint: string): BenchError {
  return new BenchError('usage', message, { hint });
}
