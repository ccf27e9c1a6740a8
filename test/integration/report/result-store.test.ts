import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { ResultDocument } from '../../../src/contract/result-document.ts';
import { openResultStore, resultReader } from '../../../src/report/index.ts';
import { aResult } from '../../support/a-result.ts';
import { recordOf } from '../../support/record-of.ts';
import { HOSTILE } from '../../support/result-shapes.ts';

let cwd = '';
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'inferbench-store-'));
});
afterEach(() => rm(cwd, { recursive: true, force: true }));

type Store = Awaited<ReturnType<typeof openResultStore>>;

async function write(store: Store, doc: ResultDocument) {
  return (await recordOf(store, doc)).finish(doc);
}

describe('writing a result', () => {
  it('leaves the result and its reports in a folder of its own, and nothing half done', async () => {
    const store = await openResultStore('reports', cwd);
    const { folder, files, document } = await write(store, aResult());
    assert.equal(folder, join(cwd, 'reports', document.id));
    const names = ['result.json', 'report.md', 'report.html', 'snapshot.json'];
    assert.deepEqual((await readdir(folder)).sort(), [...names].sort());
    assert.deepEqual(
      files,
      names.map((name) => join(folder, name)),
    );
    assert.match(await readFile(join(folder, 'report.md'), 'utf8'), /^# `mnist_mlp`: valid/);
  });
  it('gives each of many runs of the same moment a folder', async () => {
    const store = await openResultStore('reports', cwd);
    const written = await Promise.all(Array.from({ length: 12 }, () => write(store, aResult())));
    const ids = new Set(written.map(({ document }) => document.id));
    assert.equal(ids.size, 12);
    for (const { document, folder } of written) {
      assert.deepEqual(await store.read(folder), document);
    }
  });
  it('says which folder cannot be written to, before any load', async () => {
    await writeFile(join(cwd, 'reports'), 'a file is in the way');
    await assert.rejects(
      openResultStore('reports/here', cwd),
      (error: Error & { hint?: string }) => {
        assert.equal((error as { code?: string }).code, 'reports-unwritable');
        assert.match(error.message, /reports\/here: ENOTDIR/);
        assert.match(error.hint ?? '', /--reports/);
        return true;
      },
    );
  });
  it('says so at once where no folder can be made, instead of trying for ever', async () => {
    // macOS has no such place: there the folder above is missing instead.
    const place = existsSync('/proc/self') ? '/proc/reports' : '/dev/reports';
    await assert.rejects(openResultStore(place, cwd), { code: 'reports-unwritable' });
  });
  it('makes the folders above it', async () => {
    const store = await openResultStore('a/b/c', cwd);
    assert.equal((await write(store, aResult())).unwritten, null);
  });
  it('says so when the folder goes away while the load runs', async () => {
    const store = await openResultStore('reports', cwd);
    const record = await recordOf(store, aResult());
    await rm(join(cwd, 'reports'), { recursive: true });
    const { document, files, unwritten } = await record.finish(aResult());
    assert.equal(unwritten?.code, 'reports-unwritable');
    assert.deepEqual(files, []);
    const { id } = document;
    assert.deepEqual(
      document,
      { ...aResult(), id },
      'what was measured is not lost with the folder',
    );
  });
  it('leaves no probe behind', async () => {
    await openResultStore('reports', cwd);
    assert.deepEqual(await readdir(join(cwd, 'reports')), []);
  });
});

describe('finding a result again', () => {
  it('takes an id, a folder, a file, or "latest"', async () => {
    const store = await openResultStore('reports', cwd);
    const { document, folder } = await write(store, aResult());
    for (const which of [
      document.id,
      folder,
      join(folder, 'result.json'),
      `reports/${document.id}`,
      'latest',
    ]) {
      assert.deepEqual(await store.read(which), document, which);
    }
  });
  it('lists the newest first, and only what is a result', async () => {
    const store = await openResultStore('reports', cwd);
    const newer = await write(store, aResult());
    const older = await write(store, { ...aResult(), startedAt: '2025-01-01T00:00:00.000Z' });
    await mkdir(join(cwd, 'reports', '29990101-000000-unfinished'));
    await mkdir(join(cwd, 'reports', 'example'));
    await writeFile(join(cwd, 'reports', 'example', 'result.json'), '{}');
    assert.deepEqual(
      (await store.list()).map(({ id }) => id),
      [newer.document.id, older.document.id, 'example'],
    );
    assert.equal((await store.read('latest')).id, newer.document.id);
  });
  it('says where it looked and what is there when there is no such result', async () => {
    const store = await openResultStore('reports', cwd);
    const { document } = await write(store, aResult());
    await assert.rejects(store.read('nope'), {
      code: 'result-unreadable',
      message: 'there is no result "nope"',
      hint: new RegExp(`the newest in .*reports is ${document.id}`),
    });
  });
  it('says so when a folder has no result', async () => {
    await assert.rejects(resultReader('reports', cwd).read(cwd), {
      code: 'result-unreadable',
      message: /there is no result\.json in /,
    });
  });
  it('does not make the folder it looks into', async () => {
    const reader = resultReader('reports', cwd);
    assert.deepEqual(await reader.list(), []);
    await assert.rejects(reader.read('latest'), { message: /there is no result in .*reports yet/ });
    assert.deepEqual(await readdir(cwd), []);
  });
  it('keeps a hostile model name inside its folder', async () => {
    const store = await openResultStore('reports', cwd);
    const { folder, document } = await write(store, aResult({ modelName: `../../${HOSTILE}` }));
    assert.equal(folder, join(cwd, 'reports', document.id));
    assert.deepEqual(await readdir(join(cwd, 'reports')), [document.id]);
    assert.match(document.id, /^[\w.-]+$/);
  });
});
