import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { main } from '../../../src/cli/main.ts';
import type { ResultDocument } from '../../../src/contract/result-document.ts';
import { openResultStore } from '../../../src/report/index.ts';
import { aResult } from '../../support/a-result.ts';
import { fakeOutside } from '../../support/fake-outside.ts';
import { recordOf } from '../../support/record-of.ts';
import { HOSTILE, RESULT_SHAPES } from '../../support/result-shapes.ts';

let cwd = '';
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'inferbench-list-'));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

async function bench(...argv: string[]) {
  const { outside, written } = fakeOutside(argv, { cwd });
  return { exitCode: await main(outside), ...written };
}

/** Stores a result of the given minute past midnight; gives its id. */
async function stored(minute: number, doc: ResultDocument = aResult()): Promise<string> {
  const store = await openResultStore('reports', cwd);
  const startedAt = `2026-11-23T00:${String(minute).padStart(2, '0')}:00.000Z`;
  const made = { ...doc, startedAt };
  return (await (await recordOf(store, made)).finish(made)).document.id;
}

function idsIn(stdout: string): string[] {
  return stdout.match(/20\d{6}-\d{6}-\S+/g) ?? [];
}

describe('bench list', () => {
  it('shows past runs, newest first', async () => {
    const ids = [await stored(1), await stored(2), await stored(3)];
    const { exitCode, stdout, stderr } = await bench('list');
    assert.deepEqual([exitCode, stderr], [0, '']);
    assert.deepEqual(idsIn(stdout), ids.toReversed());
    assert.match(stdout, /2026-11-23 00:03 +mnist_mlp +qps=100 +1\.\d+ ms +\d\.\d+ ms +valid/);
  });
  it('puts folders that somebody named after all others, and shows the name that finds them', async () => {
    const ids = [await stored(1), await stored(2)];
    cpSync(join(cwd, 'reports', ids[0] ?? ''), join(cwd, 'reports', 'kept'), { recursive: true });
    const { stdout } = await bench('list');
    assert.deepEqual(idsIn(stdout), ids.toReversed());
    assert.match(stdout, /\n +kept +2026-11-23 00:01 /);
    assert.equal((await bench('report', 'kept')).exitCode, 0);
    assert.match((await bench('report', 'none')).stderr, new RegExp(`newest in .* is ${ids[1]}`));
  });
  it('says what kind of run each was', async () => {
    await stored(1, RESULT_SHAPES.sweep?.());
    await stored(2, RESULT_SHAPES.search?.());
    await stored(3, RESULT_SHAPES.partial?.());
    await stored(4, RESULT_SHAPES.interrupted?.());
    const { stdout } = await bench('list');
    assert.match(stdout, /sweep of 4 +– +– +valid/);
    assert.match(stdout, /search: qps=50 +\d/);
    assert.match(stdout, / partial$/m);
    assert.match(stdout, / valid, interrupted$/m);
  });
  it('shows a sweep as one, however little of it was measured', async () => {
    await stored(1, { ...aResult({ status: 'interrupted' }), config: { sweep: 'qps=100,200' } });
    assert.match((await bench('list')).stdout, /sweep of 2 +– +– +valid, interrupted$/m);
  });
  it('gives a search that found no rate no percentile', async () => {
    const found = RESULT_SHAPES.search?.() ?? assert.fail();
    const search = found.search && { ...found.search, ratePerSecond: null };
    const one = {
      search: { ...search, runs: search?.runs.slice(0, 1) },
      points: found.points.slice(0, 1),
    };
    await stored(1, { ...found, ...one } as ResultDocument);
    assert.match((await bench('list')).stdout, /search: none +– +– /);
  });
  it('keeps those that have every label asked for', async () => {
    await stored(1, aResult({ labels: { branch: 'main' } }));
    const both = await stored(2, aResult({ labels: { branch: 'main', pr: '17' } }));
    await stored(3, aResult({ labels: { branch: 'other', pr: '17' } }));
    const { stdout } = await bench('list', '--label', 'branch=main', '--label', 'pr=17');
    assert.deepEqual(idsIn(stdout), [both]);
    assert.match(stdout, /branch=main, pr=17/);
  });
  it('stops at the limit, and says that there is more', async () => {
    await stored(1);
    const newest = await stored(2);
    const { stdout } = await bench('list', '--limit', '1');
    assert.deepEqual(idsIn(stdout), [newest]);
    assert.match(stdout, /1 older were not looked at; --limit shows more/);
  });
  it('gives numbers in base units as JSON', async () => {
    const id = await stored(1, aResult({ labels: { branch: 'main' } }));
    const { stdout } = await bench('list', '--json');
    const [run, ...others] = JSON.parse(stdout);
    assert.equal(others.length, 0);
    assert.equal(run.id, id);
    assert.deepEqual(
      [run.status, run.verdict, run.model, run.load, run.labels],
      ['complete', 'valid', 'mnist_mlp', 'qps=100', { branch: 'main' }],
    );
    assert.ok(run.p50Ns > 1e6 && run.p50Ns < 2e6);
    assert.equal(run.folder, join(cwd, 'reports', id));
  });
  it('shows a run that was cut off, and how to see what it measured', async () => {
    const store = await openResultStore('reports', cwd);
    await using _record = await recordOf(store, aResult({ labels: { branch: 'main' } }));
    const { stdout, exitCode } = await bench('list', '--label', 'branch=main');
    assert.equal(exitCode, 0);
    assert.match(stdout, / unfinished +branch=main$/m);
    assert.match(stdout, /bench report --recover <id>/);
  });
  it('names what it cannot read, and goes on', async () => {
    const id = await stored(2);
    const broken = join(cwd, 'reports', '20261123-000300-broken');
    mkdirSync(broken);
    writeFileSync(join(broken, 'result.json'), '{"schemaVersion":');
    const { exitCode, stdout, stderr } = await bench('list');
    assert.equal(exitCode, 0);
    assert.deepEqual(idsIn(stdout), [id]);
    assert.match(stderr, /20261123-000300-broken was left out: .*ends in the middle/);
  });
  it('answers 5 when there are runs and not one can be read', async () => {
    mkdirSync(join(cwd, 'reports', '20261123-000300-broken'), { recursive: true });
    writeFileSync(join(cwd, 'reports', '20261123-000300-broken', 'result.json'), '');
    assert.equal((await bench('list')).exitCode, 5);
  });
  it('has nothing to show where there is no run, and makes no folder', async () => {
    assert.deepEqual(await bench('list'), { exitCode: 0, stdout: 'No such run.\n', stderr: '' });
    assert.equal((await bench('list', '--json')).stdout, '[]\n');
    assert.deepEqual(readdirSync(cwd), []);
  });
  it('lets no hostile name through to the terminal', async () => {
    await stored(1, aResult({ modelName: HOSTILE, labels: { [HOSTILE]: HOSTILE } }));
    const { stdout } = await bench('list');
    assert.doesNotMatch(stdout.replaceAll('\n', ''), /\p{Cc}|[\u202a-\u202e]/u);
  });
  it('refuses a limit and a label that are none', async () => {
    for (const argv of [
      ['--limit', '0'],
      ['--limit', 'all'],
      ['--label', 'branch'],
    ]) {
      assert.equal((await bench('list', ...argv)).exitCode, 2, argv.join(' '));
    }
  });
});

describe('--write', () => {
  it('leaves further files beside the result', async () => {
    const doc = aResult();
    const id = await stored(1, { ...doc, config: { ...doc.config, write: ['junit', 'csv'] } });
    const files = readdirSync(join(cwd, 'reports', id)).sort();
    assert.deepEqual(files, [
      ...['junit.xml', 'report.csv', 'report.html', 'report.md', 'result.json', 'snapshot.json'],
    ]);
  });
});
