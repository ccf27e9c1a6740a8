import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { collectEnvironment } from '../../../src/report/index.ts';

describe('the environment of a run', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inferbench-environment-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('is what this machine is', async () => {
    const { os, cpuCount, memoryBytes, node, cpuModel } = await collectEnvironment(folder);
    assert.match(os, /^\w+ \S+ \w+$/);
    assert.ok(cpuCount >= 1 && memoryBytes > 1e8 && cpuModel.length > 0);
    assert.equal(node, process.version);
  });
  it('has no git revision outside of a checkout', async () => {
    assert.equal((await collectEnvironment(folder)).gitRevision, null);
  });
  it('has the revision of the checkout it runs in', async () => {
    const identity = ['-c', 'user.name=a', '-c', 'user.email=a@b', '-c', 'commit.gpgsign=false'];
    execFileSync('git', ['init', '-q'], { cwd: folder });
    execFileSync('git', [...identity, 'commit', '-q', '--allow-empty', '-m', 'one'], {
      cwd: folder,
    });
    const head = execFileSync('git', ['rev-parse', 'HEAD'], {
      cwd: folder,
      encoding: 'utf8',
    }).trim();
    assert.equal((await collectEnvironment(folder)).gitRevision, head);
  });
  it('is known even where the folder is gone', async () => {
    assert.equal((await collectEnvironment(join(folder, 'gone'))).gitRevision, null);
  });
});
