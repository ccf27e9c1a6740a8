import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import {
  type ResultDocument,
  resultDocumentSchema,
} from '../../../src/contract/result-document.ts';
import { answerWell, kserveStub } from '../../support/kserve-stub.ts';
import { emptyFolder, runBench } from '../../support/run-bench.ts';

/** 20, 30 and 40 requests. */
const SWEEP = ['--sweep', 'qps=20,30,40', '--duration', '1s', '--warmup', '0', '--timeout', '60s'];

const runsIn = (cwd: string) => readdirSync(join(cwd, 'reports')).sort();

function journalsIn(cwd: string): string {
  if (!existsSync(join(cwd, 'reports'))) return '';
  const files = runsIn(cwd).map((id) => join(cwd, 'reports', id, 'journal.ndjson'));
  return files.map((file) => (existsSync(file) ? readFileSync(file, 'utf8') : '')).join('');
}

function resultOf(cwd: string, id: string): ResultDocument {
  const text = readFileSync(join(cwd, 'reports', id, 'result.json'), 'utf8');
  return resultDocumentSchema.parse(JSON.parse(text));
}

/** A server in whose second load the tool is sent a signal, and the folder that it left. */
async function stopped(signal: NodeJS.Signals, more: readonly string[] = []) {
  const cwd = emptyFolder();
  let pid = 0;
  let isStopped = false;
  const server = await kserveStub((response) => {
    if (!isStopped && journalsIn(cwd).includes('"kind":"point"')) {
      isStopped = true;
      process.kill(pid, signal);
    }
    answerWell(response);
  });
  const url = server.addresses.http ?? '';
  await runBench(['run', '--url', url, ...SWEEP, ...more], cwd, (started) => {
    pid = started;
  });
  assert.ok(isStopped, 'it was stopped in its second load');
  return { cwd, server, url, id: runsIn(cwd)[0] ?? '' };
}

describe('bench run --resume', () => {
  for (const signal of ['SIGKILL', 'SIGINT'] as const) {
    it(`goes on with a sweep that ${signal} ended, and sends only what is missing`, async () => {
      const { cwd, server, id } = await stopped(signal);
      await using _ = server;
      const before = server.requests();
      const { exitCode, stderr } = await runBench(['run', '--resume', 'latest'], cwd);
      assert.match(String(exitCode), /^[06]$/, stderr);
      assert.equal(server.requests() - before, 30 + 40);
      const resumed = resultOf(cwd, runsIn(cwd).find((run) => run !== id) ?? '');
      assert.equal(resumed.status, 'complete');
      assert.deepEqual(
        resumed.points.map(({ name, phases }) => [name, phases.at(-1)?.counters.completed]),
        [
          ['qps=20', 20],
          ['qps=30', 30],
          ['qps=40', 40],
        ],
      );
      const [first, second] = resumed.points.map(({ notes }) => notes.join('\n'));
      assert.match(first ?? '', new RegExp(`measured by the run ${id}`));
      assert.doesNotMatch(second ?? '', /measured by the run/);
      assert.equal(new Set(resumed.points.map(({ workload }) => workload.seed)).size, 1);
      assert.match(resumed.command, /--sweep qps=20,30,40/);
      assert.doesNotMatch(resumed.command, /--resume/);
    });
  }

  it('refuses another load, and wants secrets again', async () => {
    const { cwd, server, id } = await stopped('SIGKILL', ['--header', 'x-key=geheim']);
    await using _ = server;
    const before = server.requests();
    const other = await runBench(['run', '--resume', id, '--duration', '2s'], cwd);
    assert.equal(other.exitCode, 2);
    assert.match(other.stderr, /--duration cannot change\n {2}→ leave out --duration/);
    const secret = await runBench(['run', '--resume', id], cwd);
    assert.equal(secret.exitCode, 2);
    assert.match(secret.stderr, /→ give --header again/);
    assert.equal(server.requests(), before, 'nothing was sent');
    const again = await runBench(['run', '--resume', id, '--header', 'x-key=geheim'], cwd);
    assert.match(String(again.exitCode), /^[06]$/, again.stderr);
  });

  it('refuses a result with which none could be written, before anything is sent', async () => {
    const { cwd, server, id } = await stopped('SIGINT');
    await using _ = server;
    const before = server.requests();
    const file = join(cwd, 'reports', id, 'result.json');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replaceAll(/"HISTF[^"]*"/g, '"HISTFAAAAA"'));
    const { exitCode, stderr } = await runBench(['run', '--resume', id], cwd);
    assert.equal(exitCode, 5);
    assert.match(stderr, /cannot go on: a latency histogram of its point qps=20 is damaged/);
    assert.equal(server.requests(), before);
  });

  it('says what of a damaged journal it measures anew', async () => {
    const { cwd, server, id } = await stopped('SIGKILL');
    await using _ = server;
    const file = join(cwd, 'reports', id, 'journal.ndjson');
    const lines = readFileSync(file, 'utf8').split('\n');
    const damaged = lines.findIndex((line) => line.includes('"kind":"point"'));
    lines[damaged] = lines[damaged]?.replace(/"HISTF[^"]*"/, '"HISTFAAAAA"') ?? '';
    writeFileSync(file, lines.join('\n'));
    const before = server.requests();
    const { stderr } = await runBench(['run', '--resume', id], cwd);
    assert.match(stderr, new RegExp(`line ${damaged + 1} of the journal is damaged; .* anew`));
    assert.equal(server.requests() - before, 20 + 30 + 40);
  });

  it('refuses what is complete, what is no sweep, and what is not there', async () => {
    const cwd = emptyFolder();
    const nothing = await runBench(['run', '--resume', 'latest'], cwd);
    assert.equal(nothing.exitCode, 5, nothing.stderr);
    await using server = await kserveStub();
    const load = ['--requests', '5', '--warmup', '0'];
    await runBench(['run', '--url', server.addresses.http ?? '', ...load], cwd);
    const complete = await runBench(['run', '--resume', 'latest'], cwd);
    assert.equal(complete.exitCode, 2);
    assert.match(complete.stderr, /cannot go on: its status is complete/);
  });
});
