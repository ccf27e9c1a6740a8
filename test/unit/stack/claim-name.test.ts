import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { type ClaimOutcome, claimName, ownerOf } from '../../../src/stack/claim-name.ts';

const aPath = () => join(mkdtempSync(join(tmpdir(), 'bench-claim-')), 'claims', 'name');

function released({ owner, ...rest }: ClaimOutcome): void {
  assert.ok(owner === null && 'release' in rest);
  rest.release();
}

describe('a claim', () => {
  it('is one process’ alone until it is released', async () => {
    const path = aPath();
    const first = await claimName(path);
    assert.equal(first.owner, null);
    assert.equal(ownerOf(path), process.pid);
    assert.deepEqual(await claimName(path), { owner: process.pid });
    released(first);
    assert.equal(ownerOf(path), null);
    released(await claimName(path));
    assert.deepEqual(readdirSync(join(path, '..')), []);
  });

  it('of a process that is gone, or whose id another has now, counts no more', async () => {
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    const claims = [
      { pid: dead, startedAt: 'some time', id: 'a' },
      { pid: process.pid, startedAt: 'another time', id: 'b' },
    ].map((claim) => JSON.stringify(claim));
    for (const text of [...claims, '', '{"pid":']) {
      const path = aPath();
      mkdirSync(join(path, '..'));
      writeFileSync(path, text);
      assert.equal(ownerOf(path), null);
      released(await claimName(path));
      assert.ok(!existsSync(path));
    }
  });

  it('goes to one of many that find it stale together', async () => {
    for (let round = 0; round < 50; round += 1) {
      const path = aPath();
      mkdirSync(join(path, '..'));
      writeFileSync(path, '');
      const outcomes = await Promise.all(Array.from({ length: 8 }, () => claimName(path)));
      assert.equal(outcomes.filter(({ owner }) => owner === null).length, 1);
      assert.deepEqual(readdirSync(join(path, '..')), ['name']);
    }
  });

  it('is released by its owner alone', async () => {
    const path = aPath();
    const first = await claimName(path);
    const other = JSON.stringify({ pid: process.pid, startedAt: 'now', id: 'another' });
    writeFileSync(path, other);
    released(first);
    assert.ok(existsSync(path));
  });
});
