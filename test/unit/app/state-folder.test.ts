import assert from 'node:assert/strict';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import {
  makePrivateFolder,
  readPrivateFile,
  stateFolder,
  writePrivateFile,
} from '../../../src/app/state-folder.ts';

const root = mkdtempSync(join(tmpdir(), 'bench-state-'));
after(() => rmSync(root, { recursive: true }));

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);
const refusal = (words: RegExp) => ({ name: 'BenchError', code: 'config-invalid', message: words });

describe('the state folder', () => {
  for (const [env, folder] of [
    [{ XDG_STATE_HOME: '/var/s', HOME: '/home/me' }, '/var/s/inferbench'],
    [{ HOME: '/home/me' }, '/home/me/.local/state/inferbench'],
    [{ XDG_STATE_HOME: '', HOME: '/home/me' }, '/home/me/.local/state/inferbench'],
    [{ XDG_STATE_HOME: 'relative', HOME: '/home/me' }, '/home/me/.local/state/inferbench'],
  ] as const) {
    it(`is ${folder} for ${JSON.stringify(env)}`, () => assert.equal(stateFolder(env), folder));
  }
});

describe('a private folder', () => {
  it('is made with all above it, for this user alone', async () => {
    const path = join(root, 'a/b/c');
    await makePrivateFolder(path);
    assert.deepEqual([join(root, 'a'), join(root, 'a/b'), path].map(modeOf), ['700', '700', '700']);
  });
  it('is closed where it was open to others', async () => {
    const path = join(root, 'open');
    mkdirSync(path);
    chmodSync(path, 0o755);
    await makePrivateFolder(path);
    assert.equal(modeOf(path), '700');
  });
  it('is refused as a link, even to a folder of our own', async () => {
    const path = join(root, 'link');
    symlinkSync(root, path);
    await assert.rejects(makePrivateFolder(path), refusal(/link cannot be used: it is no folder/));
  });
  it('is refused where nothing can be made', async () => {
    await assert.rejects(makePrivateFolder('/proc/none/state'), refusal(/cannot be used: ENOENT/));
  });
  it('is refused as a file', async () => {
    const path = join(root, 'file');
    writeFileSync(path, '');
    await assert.rejects(makePrivateFolder(path), refusal(/file cannot be used/));
  });
});

describe('a private file', () => {
  it('is written whole, for this user alone, and nothing else is left in its folder', async () => {
    const path = join(root, 'new/secret.json');
    await writePrivateFile(path, 'one');
    await writePrivateFile(path, 'two');
    assert.equal(readFileSync(path, 'utf8'), 'two');
    assert.equal(modeOf(path), '600');
    assert.deepEqual(readdirSync(join(root, 'new')), ['secret.json']);
  });
  it('takes the place of a link instead of following it', async () => {
    const target = join(root, 'target');
    writeFileSync(target, 'untouched');
    symlinkSync(target, join(root, 'new/linked'));
    await writePrivateFile(join(root, 'new/linked'), 'mine');
    assert.equal(readFileSync(target, 'utf8'), 'untouched');
    assert.equal(await readPrivateFile(join(root, 'new/linked')), 'mine');
  });
  it('is not written where a folder stands, and leaves nothing behind', async () => {
    mkdirSync(join(root, 'taken/it/full'), { recursive: true });
    await assert.rejects(writePrivateFile(join(root, 'taken/it'), 'x'), refusal(/cannot be used/));
    assert.deepEqual(readdirSync(join(root, 'taken')), ['it']);
  });
  it('that is not there is undefined', async () => {
    assert.equal(await readPrivateFile(join(root, 'nothing/here')), undefined);
  });
  it('below what is no folder is undefined', async () => {
    assert.equal(await readPrivateFile(join(root, 'file/here')), undefined);
  });
  it('is not read through a link', async () => {
    symlinkSync('/etc/hostname', join(root, 'out'));
    await assert.rejects(readPrivateFile(join(root, 'out')), refusal(/it is a link/));
  });
  it('is not read where a folder stands', async () => {
    await assert.rejects(readPrivateFile(join(root, 'taken')), refusal(/it is no file/));
  });
  it('of another user is not read', async () => {
    await assert.rejects(readPrivateFile(somebodyElsesFile()), refusal(/it belongs to user \d+/));
  });
});

/** Root can give a file away; everybody else has one of root's at hand. */
function somebodyElsesFile(): string {
  if (process.getuid?.() !== 0) return '/etc/hosts';
  const path = join(root, 'theirs');
  writeFileSync(path, '');
  chownSync(path, 12_345, 12_345);
  return path;
}
