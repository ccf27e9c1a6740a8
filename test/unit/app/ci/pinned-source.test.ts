import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { pinnedSource } from '../../../../src/app/ci/pinned-source.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';

describe('what a job installs', () => {
  it('may be a tag of a repository, which is said to be movable', () => {
    const { from, pinned } = pinnedSource('git+https://host/a/inferbench.git#v1.2.3', '/');
    assert.equal(from, 'git+https://host/a/inferbench.git#v1.2.3');
    assert.match(pinned, /tag v1\.2\.3; who may move the tag/);
  });
  it('may be a commit, which is said to stay', () => {
    assert.match(pinnedSource(`github:a/inferbench#${COMMIT}`, '/').pinned, /cannot be moved/);
  });
  it('may be a tarball of the repository, from its root', () => {
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, 'tool-1.0.0.tgz'), '');
    for (const name of ['tool-1.0.0.tgz', './tool-1.0.0.tgz']) {
      assert.equal(pinnedSource(name, folder.path).from, './tool-1.0.0.tgz');
    }
  });
  it('may be a tarball of the web', () => {
    assert.match(pinnedSource('https://host/tool-1.0.0.tgz', '/').pinned, /Pinned to a tarball/);
  });

  const refused: Record<string, [string, RegExp]> = {
    'a repository without a tag': ['git+https://host/a/b.git', /names no tag and no commit/],
    'a repository with an empty tag': ['github:a/b#', /names no tag and no commit/],
    'a name of a registry, which anybody may take': ['inferbench', /neither a tarball nor/],
    'a version of a registry': ['inferbench@1.0.0', /neither a tarball nor/],
    'a tarball that is not there': ['./none.tgz', /there is no such file/],
    'a tarball of this machine': ['/tmp/tool.tgz', /will not be there when the job runs/],
    'a tarball above the repository': ['../tool.tgz', /will not be there when the job runs/],
    'a tarball over a line that anybody may write to': [
      'http://host/tool.tgz',
      /will not be there/,
    ],
    'a password': ['git+https://me:secret@host/a/b.git#v1', /holds a password/],
    'what would end the quotes of a shell': ["./a';touch b;'.tgz", /has characters/],
    'what would begin a variable': ['git+https://host/$X.git#v1', /has characters/],
  };
  for (const [what, [from, message]] of Object.entries(refused)) {
    it(`is not ${what}`, () => {
      assert.throws(() => pinnedSource(from, '/nowhere'), { code: 'usage', message });
    });
  }
  it('never repeats a password', () => {
    assert.throws(
      () => pinnedSource('git+https://me:s3cret@host/a/b.git#v1', '/'),
      (error: Error) => !error.message.includes('s3cret'),
    );
  });
});
