import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type ComparisonDocument,
  comparisonDocumentSchema,
} from '../../../src/contract/comparison-document.ts';
import { takenPorts } from '../../../src/stack/index.ts';
import { freePorts } from '../../support/free-ports.ts';
import { kserveStub } from '../../support/kserve-stub.ts';
import { packageRoot } from '../../support/package-root.ts';
import { emptyFolder, runBench, stateHome } from '../../support/run-bench.ts';

const PATIENCE = ['--warmup', '0', '--timeout', '60s', '--drain', '60s'];
const LOAD = [...PATIENCE, '--requests', '40', '--concurrency', '1', '--limit', 'p99=off'];
const SERVER = `${packageRoot}dist/test/stand-ins/processes/kserve.js`;

const serve = (port: number | undefined, more = '') =>
  `'${process.execPath}' '${SERVER}' --port=${port} ${more}`;

function comparisonIn(cwd: string): ComparisonDocument {
  const [id = ''] = readdirSync(join(cwd, 'reports'));
  const text = readFileSync(join(cwd, 'reports', id, 'comparison.json'), 'utf8');
  return comparisonDocumentSchema.parse(JSON.parse(text));
}

/** Folders of commands that are known to run. */
function commandsIn(cwd: string): readonly string[] {
  const folder = join(stateHome(cwd), 'inferbench/commands');
  return existsSync(folder) ? readdirSync(folder) : [];
}

async function until(isSo: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await isSo())) await pause(50);
}

describe('bench ab of two commands', () => {
  it('starts and ends each for its run, though both want the same port', async () => {
    const cwd = emptyFolder();
    const [port] = await freePorts(1);
    const commands = ['--a-command', serve(port), '--b-command', serve(port, '--busy-us=20000')];
    const { exitCode, stdout, stderr } = await runBench(
      ['ab', ...commands, '--url', `http://127.0.0.1:${port}`, ...LOAD, '--pairs', '2'],
      cwd,
    );
    const document = comparisonIn(cwd);
    assert.equal(document.status, 'complete', stderr);
    assert.ok([0, 1, 6].includes(exitCode ?? -1));
    assert.deepEqual(document.targets, { a: serve(port), b: serve(port, '--busy-us=20000') });
    assert.ok(document.runs.length >= 4);
    const p50 = document.comparison?.points[0]?.metrics.find(({ id }) => id === 'p50');
    if (document.verdict !== 'invalid') assert.ok((p50?.ratio ?? 0) > 1.5, stdout);
    assert.deepEqual(await takenPorts([port ?? 0]), []);
    assert.deepEqual(commandsIn(cwd), []);
  });

  it('exits 3 with the last lines of one that ends at once', async () => {
    const cwd = emptyFolder();
    const [port] = await freePorts(1);
    const broken = 'echo "no such model: resnet" >&2; exit 5';
    const { exitCode, stderr } = await runBench(
      ['ab', '--a-command', serve(port), '--b-command', broken].concat([
        '--url',
        `http://127.0.0.1:${port}`,
        ...LOAD,
        '--pairs',
        '2',
      ]),
      cwd,
    );
    assert.equal(exitCode, 3);
    assert.match(
      stderr,
      /the server of B ended with exit code 5; its last lines:\n +no such model/,
    );
    const document = comparisonIn(cwd);
    assert.deepEqual([document.status, document.runs.length], ['failed', 1]);
    assert.match(document.pairs[0]?.why ?? '', /the server of B ended with exit code 5/);
    assert.deepEqual(commandsIn(cwd), []);
  });

  it('exits 4 when a server ends in the middle of a run, and keeps what was measured', async () => {
    const cwd = emptyFolder();
    const [port] = await freePorts(1);
    const dying = serve(port, '--die-after=15');
    const { exitCode, stderr } = await runBench(
      ['ab', '--a-command', serve(port), '--b-command', dying].concat([
        '--url',
        `http://127.0.0.1:${port}`,
        ...LOAD,
        '--pairs',
        '2',
      ]),
      cwd,
    );
    assert.equal(exitCode, 4, stderr);
    assert.match(stderr, /the server of B ended with exit code 7; its last lines:/);
    assert.match(stderr, /stand-in: out of memory/);
    const document = comparisonIn(cwd);
    assert.deepEqual([document.status, document.verdict], ['failed', 'invalid']);
    assert.ok(document.runs.length >= 1);
  });

  it('exits 3 for one that never serves, and ends it', async () => {
    const cwd = emptyFolder();
    const [port] = await freePorts(1);
    const { exitCode, stderr } = await runBench(
      ['ab', '--a-command', 'echo loading; sleep 600', '--b-command', 'sleep 600'].concat([
        '--url',
        `http://127.0.0.1:${port}`,
        '--ready-timeout',
        '1s',
        ...LOAD,
      ]),
      cwd,
    );
    assert.equal(exitCode, 3);
    assert.match(stderr, /the server of A was not ready: /);
    assert.match(stderr, /its last lines:\n +loading/);
    assert.deepEqual([readdirSync(join(cwd, 'reports')), commandsIn(cwd)], [[], []]);
  });

  it('exits 3 where somebody else listens already, and measures no stranger', async () => {
    await using stranger = await kserveStub();
    const cwd = emptyFolder();
    const url = stranger.addresses.http ?? '';
    const { exitCode, stderr } = await runBench(
      ['ab', '--a-command', 'sleep 600', '--b-command', 'sleep 600', '--url', url, ...LOAD],
      cwd,
    );
    assert.equal(exitCode, 3);
    assert.match(stderr, new RegExp(`port ${new URL(url).port} is taken already`));
    assert.equal(stranger.requests(), 0);
  });

  it('leaves no server behind when the tool is killed', async () => {
    const cwd = emptyFolder();
    const [port = 0] = await freePorts(1);
    const isUp = async () => (await takenPorts([port])).length > 0;
    await runBench(
      ['ab', '--a-command', serve(port), '--b-command', serve(port)].concat([
        '--url',
        `http://127.0.0.1:${port}`,
        ...PATIENCE,
        '--duration',
        '10m',
      ]),
      cwd,
      (pid) => void until(isUp).then(() => process.kill(pid, 'SIGKILL')),
    );
    await until(async () => !(await isUp()));
    await until(() => commandsIn(cwd).length === 0);
  });
});
