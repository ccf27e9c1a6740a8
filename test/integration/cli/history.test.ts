import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { main } from '../../../src/cli/main.ts';
import type { ResultDocument } from '../../../src/contract/result-document.ts';
import { fakeOutside } from '../../support/fake-outside.ts';
import { nightly, nightOf } from '../../support/history-entries.ts';
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
    for (const reason of ['', 'x'.repeat(1001)]) {
      const refused = await bench('acknowledge', id, '--reason', reason);
      assert.equal(refused.exitCode, 2);
      assert.match(refused.stderr, /--reason has \d+ characters/);
    }
    const { exitCode, stdout } = await bench('acknowledge', id, '--reason', 'new model');
    assert.equal(exitCode, 0);
    assert.equal(stdout, `mnist_mlp qps=100/${id} is the first of a new baseline\n`);
    const again = await bench('acknowledge', id, '--reason', 'other');
    assert.equal(again.exitCode, 2);
    assert.match(again.stderr, /acknowledged already: new model/);
  });
});

/** Adds `nights` results, the n-th of which is `factorOf(n)` times as slow as the ordinary one. */
async function kept(
  cwd: string,
  nights: number,
  factorOf: (night: number) => number,
  series = 'nightly',
): Promise<void> {
  const ids = Array.from({ length: nights }, (_, night) =>
    stored(cwd, nightOf(night, factorOf(night) * (1 + 0.01 * Math.cos(7 * night)))),
  );
  const { exitCode, stderr } = await benchIn(cwd)('add', ...ids, '--series', series);
  assert.equal(exitCode, 0, stderr);
}

describe('bench history check', () => {
  it('exits 0 where nothing changed', async () => {
    using folder = temporaryFolder();
    await kept(folder.path, 20, () => 1);
    const { exitCode, stdout, stderr } = await benchIn(folder.path)('check');
    assert.deepEqual([exitCode, stderr], [0, '']);
    assert.match(stdout, /^FINE {2}Nothing has lastingly become worse\./);
  });
  it('exits 1 for a lasting change to the worse, until it is acknowledged', async () => {
    using folder = temporaryFolder();
    const bench = benchIn(folder.path);
    await kept(folder.path, 30, (night) => (night < 20 ? 1 : 1.2));
    const worse = await bench('check');
    assert.equal(worse.exitCode, 1);
    assert.match(
      worse.stdout,
      /p50 \+\d+\S* %, worse .* between 20260120\S+ .* and 20260121\S+ .*: confirmed/,
    );
    const [, entry = ''] = /bench history acknowledge '(.*?)'/.exec(worse.stdout) ?? [];
    assert.equal((await bench('acknowledge', entry, '--reason', 'larger model')).exitCode, 0);
    const known = await bench('check', '--strict');
    assert.equal(known.exitCode, 0, known.stdout);
    assert.match(known.stdout, /which was acknowledged: larger model/);
  });
  it('exits 1 for one that is not confirmed only with --strict', async () => {
    using folder = temporaryFolder();
    const bench = benchIn(folder.path);
    await kept(folder.path, 30, (night) => (night < 28 ? 1 : 1.2));
    const { exitCode, stdout } = await bench('check');
    assert.equal(exitCode, 0);
    assert.match(stdout, /^UNCONFIRMED /);
    assert.equal((await bench('check', '--strict')).exitCode, 1);
  });
  it('exits 1 where too few runs can tell only with --strict', async () => {
    using folder = temporaryFolder();
    const bench = benchIn(folder.path);
    await kept(folder.path, 3, () => 1);
    const { exitCode, stdout } = await bench('check');
    assert.equal(exitCode, 0);
    assert.match(stdout, /^UNKNOWN /);
    assert.equal((await bench('check', '--strict')).exitCode, 1);
  });
  it('judges by the limits it is given', async () => {
    using folder = temporaryFolder();
    const bench = benchIn(folder.path);
    await kept(folder.path, 30, (night) => (night < 20 ? 1 : 1.2));
    const loose = await bench('check', '--limit', 'p50=30%', '--limit', 'p99=30%');
    assert.equal(loose.exitCode, 0, loose.stdout);
    assert.equal((await bench('check', '--limit', 'p50=1%')).exitCode, 2);
    assert.equal((await bench('check', '--limit', 'speed=5%')).exitCode, 2);
  });
  it('looks at every series, or at one', async () => {
    using folder = temporaryFolder();
    const bench = benchIn(folder.path);
    await kept(folder.path, 30, (night) => (night < 20 ? 1 : 1.2), 'slow');
    await kept(folder.path, 30, () => 1, 'steady');
    assert.equal((await bench('check')).exitCode, 1);
    assert.equal((await bench('check', '--series', 'steady')).exitCode, 0);
    assert.equal((await bench('check', '--series', 'other')).exitCode, 5);
  });
  it('names what is damaged and judges the rest; with nothing else it exits 5', async () => {
    using folder = temporaryFolder();
    const bench = benchIn(folder.path);
    await kept(folder.path, 30, (night) => (night < 20 ? 1 : 1.2));
    writeFileSync(join(folder.path, 'history', 'nightly', 'zzz.json'), '{');
    const { exitCode, stderr } = await bench('check');
    assert.equal(exitCode, 1);
    assert.match(stderr, /left out: .*zzz\.json ends in the middle/);
    assert.equal((await bench('check', '--last', '1')).exitCode, 5);
  });
  it('shows itself as Markdown and as data', async () => {
    using folder = temporaryFolder();
    const bench = benchIn(folder.path);
    await kept(folder.path, 12, () => 1);
    assert.match((await bench('check', '--format', 'md')).stdout, /^# History: fine\n/);
    const data = JSON.parse((await bench('check', '--format', 'json')).stdout);
    assert.deepEqual([data.kind, data.verdict, data.series.length], ['history-check', 'fine', 1]);
  });
});

describe('bench compare with a history', () => {
  function compareIn(cwd: string) {
    return async (...argv: string[]) => {
      const { outside, written } = fakeOutside(['compare', ...argv], { cwd });
      return { exitCode: await main(outside), ...written };
    };
  }

  it('holds B against earlier runs, and exits 1 when it is beyond their noise', async () => {
    using folder = temporaryFolder();
    await kept(folder.path, 12, () => 1);
    const [a, b] = [stored(folder.path, nightOf(50, 1)), stored(folder.path, nightOf(51, 1.3))];
    const compare = compareIn(folder.path);
    assert.equal((await compare(a, b)).exitCode, 0, 'alone it cannot tell');
    const { exitCode, stdout } = await compare(a, b, '--history', 'history');
    assert.equal(exitCode, 1, stdout);
    assert.match(stdout, /^REGRESSED {2}B is worse than earlier runs by more than their noise/);
    const same = await compare(b, a, '--history', 'history');
    assert.equal(same.exitCode, 0);
    assert.match(same.stdout, /^NO CHANGE /);
  });
  it('takes entries for results: by their names, their ids and their files', async () => {
    using folder = temporaryFolder();
    await kept(folder.path, 8, () => 1);
    const [first, last] = [nightOf(0, 1).id, nightOf(7, 1).id];
    const b = stored(folder.path, nightOf(51, 1));
    const compare = compareIn(folder.path);
    const options = ['--history', 'history', '--reports', 'reports', '--format', 'json'];
    for (const name of [last, `nightly/${last}`, `history/nightly/${last}.json`]) {
      const { stdout, stderr } = await compare(name, b, ...options);
      assert.deepEqual(JSON.parse(stdout || stderr).comparison.pairs, [{ a: last, b }]);
    }
    const both = await compare(first, last, '--history', 'history', '--reports', 'elsewhere');
    assert.equal(both.exitCode, 0, both.stderr);
    assert.match(both.stdout, /B is held against 7 earlier runs made alike/);
  });
  it('can be kept to one series', async () => {
    using folder = temporaryFolder();
    await kept(folder.path, 8, () => 1, 'main');
    const [a, b] = [stored(folder.path, nightOf(50, 1)), stored(folder.path, nightOf(51, 1.3))];
    const compare = compareIn(folder.path);
    const options = ['--history', 'history', '--series'];
    assert.equal((await compare(a, b, ...options, 'main')).exitCode, 1);
    assert.equal((await compare(a, b, ...options, 'other')).exitCode, 5);
    assert.equal((await compare(a, b, '--series', 'main')).exitCode, 2);
  });
  it('exits 5 where the history is not there: a wrong folder must not pass', async () => {
    using folder = temporaryFolder();
    const [a, b] = [stored(folder.path, nightOf(50, 1)), stored(folder.path, nightOf(51, 1))];
    const { exitCode, stderr } = await compareIn(folder.path)(a, b, '--history', 'nowhere');
    assert.equal(exitCode, 5);
    assert.match(stderr, /there is no history in .*nowhere: no such folder/);
  });
});
