import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { ResultDocument } from '../../../../src/contract/result-document.ts';
import { writeOnce } from '../../../../src/report/history/write-once.ts';
import { historyReader, historyWriter } from '../../../../src/report/index.ts';
import { nightly } from '../../../support/history-entries.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const NOW = Date.UTC(2027, 0, 1);

function aHistory(cwd: string) {
  const writer = historyWriter('history', cwd);
  const reader = historyReader('history', cwd);
  return {
    add: (result: ResultDocument, series = 'nightly') => writer.add(series, result, NOW),
    only: async () => {
      const [contents, ...others] = await reader.read({});
      assert.deepEqual(others, []);
      return contents ?? assert.fail('no series');
    },
    reader,
    writer,
  };
}

describe('an entry', () => {
  it('is one file, without the seconds of its result, and is read back whole', async () => {
    using folder = temporaryFolder();
    const { add, only } = aHistory(folder.path);
    const result = nightly(0, { labels: { branch: 'main' } });
    assert.deepEqual(await add(result), {
      name: `nightly/${result.id}`,
      outcome: 'added',
      newerEntry: null,
    });
    assert.deepEqual(readdirSync(join(folder.path, 'history', 'nightly')), [`${result.id}.json`]);
    const { entries, leftOut } = await only();
    const points = result.points.map((point) => ({ ...point, intervals: [] }));
    assert.deepEqual(entries[0]?.result, { ...result, points });
    assert.deepEqual(
      [entries[0]?.series, entries[0]?.acknowledged, leftOut],
      ['nightly', null, []],
    );
  });
  it('is there once, however often its run is added', async () => {
    using folder = temporaryFolder();
    const { add, only } = aHistory(folder.path);
    await add(nightly(0));
    assert.equal((await add(nightly(0))).outcome, 'already-there');
    assert.equal((await only()).entries.length, 1);
  });
  it('gets a name of its own where another run has the same id', async () => {
    using folder = temporaryFolder();
    const { add, only } = aHistory(folder.path);
    const one = nightly(0);
    const other = { ...one, environment: { ...one.environment, cpuModel: 'Another CPU' } };
    await add(one);
    assert.equal((await add(other)).name, `nightly/${one.id}-2`);
    assert.equal((await add(other)).outcome, 'already-there');
    assert.equal((await only()).entries.length, 2);
  });
  it('stays inside of the history, whatever its series and its id are called', async () => {
    using folder = temporaryFolder();
    const { add, reader } = aHistory(folder.path);
    const names = ['../../out', '..', '.git', '/etc/passwd', 'a\\b', '-rf', '%2F'];
    for (const name of names) await add({ ...nightly(0), id: name }, name);
    assert.deepEqual(readdirSync(folder.path), ['history']);
    const found = await reader.read({});
    assert.deepEqual(found.map(({ series }) => series).sort(), names.toSorted());
    for (const { series, entries } of found) assert.equal(entries[0]?.name, `${series}/${series}`);
  });
  it('refuses a series that no folder can be named after', async () => {
    using folder = temporaryFolder();
    const { add } = aHistory(folder.path);
    for (const name of ['', 'x'.repeat(121), 'a\nb', 'ü'.repeat(100)]) {
      await assert.rejects(add(nightly(0), name), { code: 'usage' }, name);
    }
    assert.deepEqual(readdirSync(folder.path), []);
  });
  it('says when it began before the newest one: a clock may have been set', async () => {
    using folder = temporaryFolder();
    const { add, only } = aHistory(folder.path);
    await add(nightly(5));
    const { newerEntry } = await add(nightly(3));
    assert.equal(newerEntry, `nightly/${nightly(5).id}`);
    const { entries } = await only();
    assert.deepEqual(
      entries.map(({ result }) => result.id),
      [nightly(3).id, nightly(5).id],
    );
  });
});

describe('what is no entry', () => {
  it('is named and left out, and nothing else is', async () => {
    using folder = temporaryFolder();
    const { add, only } = aHistory(folder.path);
    for (const night of [0, 1, 2]) await add(nightly(night));
    const place = join(folder.path, 'history', 'nightly');
    const whole = readFileSync(join(place, `${nightly(0).id}.json`), 'utf8');
    const written = {
      'cut.json': whole.slice(0, 500),
      'empty.json': '',
      'later.json': whole.replace('"schemaVersion":"1","kind"', '"schemaVersion":"7","kind"'),
      'moved.json': whole.replace('"series":"nightly"', '"series":"hourly"'),
      'other.json': '{"schemaVersion":"1","kind":"comparison"}',
      'package.json': '{"name":"x"}',
    };
    for (const [name, text] of Object.entries(written)) writeFileSync(join(place, name), text);
    symlinkSync('/etc/passwd', join(place, 'link.json'));
    mkdirSync(join(place, 'folder.json'));
    const { entries, leftOut } = await only();
    assert.equal(entries.length, 3);
    const reasons = leftOut.map(({ reason }) => reason.replace(`${place}/`, ''));
    assert.deepEqual(
      reasons.map((reason) => reason.replace(/(after) \d+ characters/, '$1 n characters')),
      [
        'cut.json ends in the middle, after n characters',
        'empty.json is empty',
        'folder.json cannot be read: it is no plain file',
        'later.json has schema version "7"; this version of inferbench reads 1',
        'link.json cannot be read: it is a symbolic link',
        'moved.json says that it is of "hourly"',
        'other.json is no history-entry',
        'package.json is JSON, but no result of this tool: it has no schemaVersion',
      ],
    );
  });
  it('is passed over in silence where it is plainly not ours', async () => {
    using folder = temporaryFolder();
    const { add, only } = aHistory(folder.path);
    await add(nightly(0));
    const root = join(folder.path, 'history');
    for (const name of ['.git', 'docs', 'with*star']) mkdirSync(join(root, name));
    writeFileSync(join(root, '.git', 'HEAD.json'), '{');
    writeFileSync(join(root, 'README.md'), 'a branch has one');
    writeFileSync(join(root, 'package.json'), '{');
    writeFileSync(join(root, 'nightly', '.hidden.json'), '{');
    writeFileSync(join(root, 'nightly', 'notes.txt'), '{');
    symlinkSync(join(root, 'nightly'), join(root, 'linked'));
    const { entries, leftOut } = await only();
    assert.deepEqual([entries.length, leftOut], [1, []]);
  });
  it('may hold a result of an earlier version', async () => {
    using folder = temporaryFolder();
    const { add, only } = aHistory(folder.path);
    await add(nightly(0));
    const file = join(folder.path, 'history', 'nightly', `${nightly(0).id}.json`);
    const text = readFileSync(file, 'utf8');
    writeFileSync(
      file,
      text.replace('"result":{"schemaVersion":"1"', '"result":{"schemaVersion":"0.1"'),
    );
    assert.equal((await only()).entries[0]?.result.schemaVersion, '1');
  });
});

describe('a history that cannot be read', () => {
  it('is an error, so that a check of the wrong place never passes', async () => {
    using folder = temporaryFolder();
    const { reader, add } = aHistory(folder.path);
    await assert.rejects(reader.read({}), /there is no history in .*history: no such folder/);
    await add(nightly(0));
    await assert.rejects(reader.read({ series: 'hourly' }), (error: Error & { hint: string }) => {
      assert.match(error.message, /there is no series "hourly"/);
      assert.equal(error.hint, 'there are nightly');
      return true;
    });
    rmSync(join(folder.path, 'history'), { recursive: true });
    writeFileSync(join(folder.path, 'history'), '');
    await assert.rejects(reader.read({}), { code: 'result-unreadable' });
  });
});

describe('finding an entry', () => {
  it('takes its whole name, or its id where only one series has it', async () => {
    using folder = temporaryFolder();
    const { add, reader } = aHistory(folder.path);
    await add(nightly(0), 'a/b');
    await add(nightly(1), 'a/b');
    await add(nightly(1), 'other');
    assert.equal((await reader.find(nightly(0).id)).series, 'a/b');
    assert.equal((await reader.find(`a/b/${nightly(1).id}`)).series, 'a/b');
    await assert.rejects(reader.find(nightly(1).id), /several series have an entry/);
    await assert.rejects(reader.find('nothing'), /there is no entry "nothing"/);
    await assert.rejects(reader.find('../../x'), /there is no entry/);
  });
});

describe('acknowledging', () => {
  it('leaves the entry as it is, and a file beside it', async () => {
    using folder = temporaryFolder();
    const { add, reader, writer, only } = aHistory(folder.path);
    await add(nightly(0));
    const file = join(folder.path, 'history', 'nightly', `${nightly(0).id}.json`);
    const before = readFileSync(file, 'utf8');
    await writer.acknowledge(await reader.find(nightly(0).id), 'new model', NOW);
    assert.equal(readFileSync(file, 'utf8'), before);
    const [entry] = (await only()).entries;
    assert.deepEqual(entry?.acknowledged?.reason, 'new model');
    await assert.rejects(
      writer.acknowledge(await reader.find(nightly(0).id), 'again', NOW),
      /acknowledged already: new model/,
    );
  });
  it('is not taken for an entry, nor the other way round', async () => {
    using folder = temporaryFolder();
    const { add, reader, writer, only } = aHistory(folder.path);
    const odd = { ...nightly(0), id: 'x.acknowledged' };
    await add({ ...nightly(0), id: 'x' });
    await add(odd);
    await writer.acknowledge(await reader.find('x'), 'fine', NOW);
    const { entries, leftOut } = await only();
    assert.deepEqual(leftOut, []);
    assert.deepEqual(
      entries.map(({ name, acknowledged }) => [name, acknowledged?.reason]),
      [
        ['nightly/x', 'fine'],
        ['nightly/x.acknowledged', undefined],
      ],
    );
  });
  it('that is damaged counts as none, and is named', async () => {
    using folder = temporaryFolder();
    const { add, only } = aHistory(folder.path);
    await add(nightly(0));
    const beside = `${nightly(0).id}.acknowledged.json`;
    writeFileSync(join(folder.path, 'history', 'nightly', beside), '{"schemaVersion":"1"}');
    const { entries, leftOut } = await only();
    assert.equal(entries[0]?.acknowledged, null);
    assert.match(leftOut[0]?.reason ?? '', /is no history-acknowledgement/);
  });
});

describe('a folder that takes no entry', () => {
  it('is named, with the reason', async () => {
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, 'history'), '');
    await assert.rejects(
      aHistory(folder.path).add(nightly(0)),
      (error: Error & { code: string }) => {
        assert.equal(error.code, 'history-unwritable');
        assert.match(error.message, /history\/nightly takes no entry: ENOTDIR/);
        return true;
      },
    );
  });
  it('may be a series that is a link to somewhere else', async () => {
    using folder = temporaryFolder();
    mkdirSync(join(folder.path, 'history'));
    mkdirSync(join(folder.path, 'elsewhere'));
    symlinkSync(join(folder.path, 'elsewhere'), join(folder.path, 'history', 'nightly'));
    await assert.rejects(aHistory(folder.path).add(nightly(0)), /it is a symbolic link/);
    assert.deepEqual(readdirSync(join(folder.path, 'elsewhere')), []);
  });
});

describe('writing once', () => {
  it('never overwrites, and leaves nothing half done', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'file');
    assert.equal(await writeOnce(path, 'first'), true);
    assert.equal(await writeOnce(path, 'second'), false);
    assert.equal(readFileSync(path, 'utf8'), 'first');
    assert.deepEqual(readdirSync(folder.path), ['file']);
  });
  it('does so too where a file can have no second name', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'file');
    const noLinks = () => Promise.reject(Object.assign(new Error(), { code: 'EPERM' }));
    assert.equal(await writeOnce(path, 'first', noLinks), true);
    assert.equal(await writeOnce(path, 'second', noLinks), false);
    assert.equal(readFileSync(path, 'utf8'), 'first');
    assert.deepEqual(readdirSync(folder.path), ['file']);
  });
  it('passes on what else is wrong, and leaves nothing', async () => {
    using folder = temporaryFolder();
    const full = () => Promise.reject(Object.assign(new Error(), { code: 'ENOSPC' }));
    await assert.rejects(writeOnce(join(folder.path, 'file'), 'x', full), { code: 'ENOSPC' });
    assert.deepEqual(readdirSync(folder.path), []);
  });
});
