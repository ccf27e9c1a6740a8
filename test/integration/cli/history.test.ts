import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { main } from '../../../src/cli/main.ts';
import type { ResultDocument } from '../../../src/contract/result-document.ts';
import { fakeOutside } from '../../support/fake-outside.ts';
import { nightly } from '../../support/history-entries.ts';
import { HOSTILE } from '../../support/result-shapes.ts';
import { packageFolder, runBench } from '../../support/run-bench.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const BENCH = join(packageFolder, 'bin/bench.js');

/** Runs the command in `cwd`, inside of this process. */
function benchIn(cwd: string) {
  return async (...argv: string[]) => {
    const nowEpochMs = () => Date.UTC(2027, 0, 1);
    const { outside, written } = fakeOutside(['history', ...argv], { cwd, nowEpochMs });
    return { exitCode: await main(outside), ...written };
  };
}

/** Stores a result as a run would; gives its id. */
function stored(cwd: string, result: ResultDocument): string {
  const folder = join(cwd, 'reports', result.id);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'result.json'), JSON.stringify(result));
  return result.id;
}

describe('bench history add', () => {
  it('says where each went, and of one that is there that it is', async () => {
    using folder = temporaryFolder();
    const bench = benchIn(folder.path);
    const [a, b] = [stored(folder.path, nightly(0)), stored(folder.path, nightly(1))];
    const first = await bench('add', a, b);
    assert.deepEqual(first, {
      exitCode: 0,
      stdout: `added mnist_mlp qps=100/${a}\nadded mnist_mlp qps=100/${b}\n`,
      stderr: '',
    });
    const again = await bench('add', 'latest');
    assert.equal(again.stdout, `mnist_mlp qps=100/${b} is there already\n`);
    assert.equal(again.exitCode, 0);
  });
  it('adds nothing when one of several cannot be read', async () => {
    using folder = temporaryFolder();
    const bench = benchIn(folder.path);
    const { exitCode } = await bench('add', stored(folder.path, nightly(0)), 'nothing');
    assert.equal(exitCode, 5);
    assert.equal(existsSync(join(folder.path, 'history')), false);
  });
  it('says so when a run began before those that are there', async () => {
    using folder = temporaryFolder();
    const bench = benchIn(folder.path);
    await bench('add', stored(folder.path, nightly(1)));
    const { exitCode, stderr } = await bench('add', stored(folder.path, nightly(0)));
    assert.equal(exitCode, 0);
    assert.match(stderr, /it began before .*20260102.*was a clock set\?/);
  });
  it('answers 2 and names the folder where nothing can be written', async () => {
    using folder = temporaryFolder();
    const bench = benchIn(folder.path);
    const place = existsSync('/proc/self') ? '/proc/history' : '/dev/history';
    const { exitCode, stderr } = await bench(
      'add',
      stored(folder.path, nightly(0)),
      '--history',
      place,
    );
    assert.equal(exitCode, 2);
    assert.match(stderr, /history\/mnist_mlp qps=100 takes no entry: E[A-Z]+\n.*--history/s);
  });
  it('leaves nothing half written where the disk is full', async () => {
    using folder = temporaryFolder();
    const id = stored(folder.path, nightly(0));
    // No file may grow beyond 4 blocks of 1,024 bytes: an entry does not fit.
    const script = 'ulimit -f 4 && exec "$@"';
    const command = [process.execPath, BENCH, 'history', 'add', id];
    const child = spawn('bash', ['-c', script, 'bash', ...command], { cwd: folder.path });
    let stderr = '';
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    const [exitCode] = await once(child, 'close');
    assert.equal(exitCode, 2, stderr);
    assert.match(stderr, /takes no entry: EFBIG/);
    assert.deepEqual(readdirSync(join(folder.path, 'history', 'mnist_mlp qps=100')), []);
    assert.equal((await benchIn(folder.path)('add', id)).exitCode, 0, 'with room it goes in');
  });
  it('loses nothing when two processes add at once, and keeps a run of both once', async () => {
    using folder = temporaryFolder();
    const ids = Array.from({ length: 100 }, (_, night) => stored(folder.path, nightly(night)));
    const shared = stored(folder.path, nightly(100));
    const endings = await Promise.all(
      [ids.slice(0, 50), ids.slice(50)].map((half) =>
        runBench(['history', 'add', '--series', 'nightly', ...half, shared], folder.path),
      ),
    );
    for (const { exitCode, stderr } of endings) assert.equal(exitCode, 0, stderr);
    const place = join(folder.path, 'history', 'nightly');
    assert.deepEqual(
      readdirSync(place).sort(),
      [...ids, shared].map((id) => `${id}.json`),
    );
    for (const id of ids) {
      assert.equal(JSON.parse(readFileSync(join(place, `${id}.json`), 'utf8')).result.id, id);
    }
    const said = endings.map(({ stdout }) => stdout).join('');
    assert.equal(said.match(/^added /gm)?.length, 101);
    assert.equal(said.match(/ is there already$/gm)?.length, 1);
  });
});

describe('bench history list', () => {
  it('shows each series with its loads, their newest numbers and how they went', async () => {
    using folder = temporaryFolder();
    const bench = benchIn(folder.path);
    for (const night of [0, 1, 2]) {
      const serviceNs = (random: number) => Math.round(1e6 * (night + 1 + 0.1 * random));
      await bench('add', stored(folder.path, nightly(night, { serviceNs })), '--series', 'nightly');
    }
    const { exitCode, stdout, stderr } = await bench('list');
    assert.deepEqual([exitCode, stderr], [0, '']);
    assert.match(stdout, /^nightly: 3 entries\n/);
    assert.match(stdout, /100\/s +p50 +3\.\d+ ms +2026-01-03 02:00 +valid +▃▆█\n/);
    assert.match(stdout, / throughput +100\.0\/s +███/);
  });
  it('looks at the newest, and says how many are older', async () => {
    using folder = temporaryFolder();
    const bench = benchIn(folder.path);
    for (const night of [0, 1, 2]) await bench('add', stored(folder.path, nightly(night)));
    const { stdout } = await bench('list', '--last', '2');
    assert.match(stdout, /3 entries\n/);
    assert.match(stdout, /1 older were not looked at; --last shows more/);
    assert.equal((await bench('list', '--last', '0')).exitCode, 2);
  });
  it('gives every entry in base units as JSON', async () => {
    using folder = temporaryFolder();
    const bench = benchIn(folder.path);
    const id = stored(folder.path, nightly(0));
    await bench('add', id, '--series', 'a');
    await bench('add', id, '--series', 'b');
    await bench('acknowledge', `b/${id}`, '--reason', 'known');
    const [a, b] = JSON.parse((await bench('list', '--json')).stdout);
    assert.deepEqual([a.series, b.series, a.entries, a.older], ['a', 'b', 1, 0]);
    const [run] = a.loads[0].runs;
    assert.deepEqual([run.entry, run.verdict, run.acknowledged], [`a/${id}`, 'valid', null]);
    assert.ok(run.metrics.p50 > 1e6 && run.metrics.p50 < 2e6);
    assert.equal(b.loads[0].runs[0].acknowledged, 'known');
    const only = JSON.parse((await bench('list', '--json', '--series', 'b')).stdout);
    assert.deepEqual(only, [b]);
  });
  it('names what is damaged, and answers 5 when nothing else is there', async () => {
    using folder = temporaryFolder();
    const bench = benchIn(folder.path);
    await bench('add', stored(folder.path, nightly(0)), '--series', 'nightly');
    writeFileSync(join(folder.path, 'history', 'nightly', 'zzz.json'), '{');
    const { exitCode, stdout, stderr } = await bench('list');
    assert.equal(exitCode, 0);
    assert.match(stdout, /nightly: 1 entry\n/);
    assert.match(stderr, /left out: .*zzz\.json ends in the middle/);
    assert.equal((await bench('list', '--last', '1')).exitCode, 5);
    assert.equal((await bench('list', '--history', 'nowhere')).exitCode, 5);
  });
  it('lets no hostile name through to the terminal', async () => {
    using folder = temporaryFolder();
    const bench = benchIn(folder.path);
    const hostile = nightly(0, { modelName: HOSTILE, labels: { [HOSTILE]: HOSTILE } });
    const added = await bench('add', stored(folder.path, { ...hostile, id: 'x' }));
    const listed = await bench('list');
    assert.deepEqual([added.exitCode, listed.exitCode], [0, 0], added.stderr);
    for (const { stdout } of [added, listed]) {
      assert.doesNotMatch(stdout.replaceAll('\n', ''), /\p{Cc}|[\u202a-\u202e]/u);
    }
  });
});

describe('bench history show', () => {
  it('shows the result of an entry in every form', async () => {
    using folder = temporaryFolder();
    const bench = benchIn(folder.path);
    const id = stored(folder.path, nightly(0));
    await bench('add', id);
    for (const format of ['text', 'md', 'html', 'json', 'csv', 'junit', 'hgrm', 'hlog']) {
      const { exitCode, stdout, stderr } = await bench('show', id, '--format', format);
      assert.equal(exitCode, 0, `${format}: ${stderr}`);
      assert.ok(stdout.length > 100, format);
    }
    assert.equal((await bench('show', 'nothing')).exitCode, 5);
  });
});

describe('bench history acknowledge', () => {
  it('takes a reason, and takes it once', async () => {
    using folder = temporaryFolder();
    const bench = benchIn(folder.path);
    const id = stored(folder.path, nightly(0));
    await bench('add', id);
    assert.equal((await bench('acknowledge', id)).exitCode, 2);
    const { exitCode, stdout } = await bench('acknowledge', id, '--reason', 'new model');
    assert.equal(exitCode, 0);
    assert.equal(stdout, `mnist_mlp qps=100/${id} is the first of a new baseline\n`);
    const again = await bench('acknowledge', id, '--reason', 'other');
    assert.equal(again.exitCode, 2);
    assert.match(again.stderr, /acknowledged already: new model/);
  });
});
