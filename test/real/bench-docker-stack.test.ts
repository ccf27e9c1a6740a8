import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type DockerEngine,
  IMAGES,
  importImages,
  startDockerEngine,
} from '../support/docker-engine.ts';
import { onlyResult } from '../support/only-result.ts';
import { packageRoot } from '../support/package-root.ts';
import { emptyFolder, packageFolder, runBench, stateHome } from '../support/run-bench.ts';

const PLAN = [
  ...['--triton-image', IMAGES.triton, '--prometheus-image', IMAGES.prometheus, '--no-grafana'],
  ...['--pull', 'never', '--gpus', 'none', '--network', 'bench-e2e-net'],
  ...['--model-repository', `${packageRoot}test/real/numpy-repository`],
];
// Of another name than the default: its ports are free ones, whoever has the well-known ones here.
const NAME = ['--name', 'e2e'];
const UP = ['stack', 'up', '--driver', 'docker', ...NAME, ...PLAN];
const HANDFUL = ['--concurrency', '1', '--requests', '5', '--warmup', '0', '--timeout', '60s'];

let engine: DockerEngine;
let foreign: readonly string[];

before(async () => {
  engine = await startDockerEngine();
  importImages(engine);
  engine.docker('network', 'create', 'somebody-elses');
  engine.docker('volume', 'create', 'somebody-elses');
  foreign = engine.lists();
});
after(() => engine[Symbol.asyncDispose]());

const bench = (args: readonly string[], cwd: string) => runBench(args, cwd, undefined, engine.env);
const stacks = (cwd: string) => join(stateHome(cwd), 'inferbench/stacks');

/** Starts `bench stack up` and sends a signal as soon as it has told of a step; its exit code. */
async function upUntil(step: string, signal: NodeJS.Signals, cwd: string): Promise<number | null> {
  const child = spawn(process.execPath, [join(packageFolder, 'bin/bench.js'), ...UP], {
    cwd,
    env: { ...process.env, XDG_STATE_HOME: stateHome(cwd), ...engine.env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', function look(chunk) {
    said += chunk;
    if (!said.includes(`✔ ${step}:`)) return;
    // Once: the second interrupt ends the tool as it is.
    child.stderr.off('data', look).resume();
    child.kill(signal);
  });
  return new Promise((resolve) => child.once('close', resolve));
}

/** Whether the one run's journal holds a second that was measured. */
function isMeasuring(cwd: string): boolean {
  const reports = join(cwd, 'reports');
  const [id] = existsSync(reports) ? readdirSync(reports) : [];
  const journal = join(reports, id ?? '', 'journal.ndjson');
  return existsSync(journal) && /"phase":"measured"/.test(readFileSync(journal, 'utf8'));
}

describe('bench stack with a real Docker engine', { timeout: 600_000 }, () => {
  it('up, run and down are the life of a stack, and nothing of it is left', async () => {
    const cwd = emptyFolder();
    const up = await bench(UP, cwd);
    assert.equal(up.exitCode, 0, up.stderr);
    assert.match(up.stdout, /^stack e2e: running, docker since /);
    for (const step of [
      'network',
      'Triton',
      'model',
      'metrics',
      'Prometheus',
      'scrape',
      'sample',
    ]) {
      assert.match(up.stderr, new RegExp(`^✔ ${step}: .* s\\)$`, 'm'));
    }
    assert.equal(statSync(join(stacks(cwd), 'e2e/state.json')).mode & 0o777, 0o600);

    const again = await bench(UP, cwd);
    assert.match(again.stdout, /^It is up already\./);

    const run = await bench(['run', '--stack-name', 'e2e', ...HANDFUL], cwd);
    assert.ok([0, 6].includes(run.exitCode ?? -1), run.stderr);
    const [id = ''] = readdirSync(join(cwd, 'reports'));
    const document = JSON.parse(readFileSync(join(cwd, 'reports', id, 'result.json'), 'utf8'));
    assert.equal(document.target.driver, 'docker');
    assert.deepEqual(document.target.images, {
      triton: IMAGES.triton,
      prometheus: IMAGES.prometheus,
    });
    assert.equal(document.points[0].server.requests, 5);

    const logs = await bench(['stack', 'logs', 'prometheus', '--lines', '3', ...NAME], cwd);
    assert.equal(logs.stdout.trimEnd().split('\n').length, 3);
    // The tool's own memory is lost: labels are enough.
    const down = await bench(['stack', 'down', ...NAME], emptyFolder());
    assert.equal(down.exitCode, 0, down.stderr);
    assert.deepEqual(engine.lists(), foreign);
    const status = await bench(['stack', 'status', ...NAME], cwd);
    assert.equal(status.exitCode, 1);
  });

  it('is started for one run, and ends with it', async () => {
    const cwd = emptyFolder();
    const run = await bench(['run', '--stack', 'docker', ...PLAN, ...HANDFUL], cwd);
    assert.ok([0, 6].includes(run.exitCode ?? -1), run.stderr);
    const result = onlyResult(cwd);
    assert.equal(result.target.driver, 'docker');
    // To the container's own address, not through a proxy.
    assert.match(result.target.address, /^http:\/\/172\.\d+\.\d+\.\d+:8000/);
    assert.equal(result.points[0]?.phases.at(-1)?.counters.completed, 5);
    assert.deepEqual(engine.lists(), foreign);
  });

  it('that a killed run leaves is taken away by down', async () => {
    const cwd = emptyFolder();
    const slow = ['--qps', '1', '--duration', '10m', '--warmup', '0'];
    const child = spawn(
      process.execPath,
      [join(packageFolder, 'bin/bench.js'), 'run', '--stack', 'docker', ...PLAN, ...slow],
      {
        cwd,
        env: { ...process.env, XDG_STATE_HOME: stateHome(cwd), ...engine.env },
        stdio: 'ignore',
      },
    );
    const gone = new Promise((resolve) => child.once('close', resolve));
    while (!isMeasuring(cwd)) await pause(100);
    child.kill('SIGKILL');
    await gone;
    assert.ok(engine.docker('ps', '--format', '{{.Names}}').includes('inferbench-default-triton'));
    const down = await bench(['stack', 'down'], cwd);
    assert.match(down.stdout, /removed container inferbench-default-triton/);
    assert.deepEqual(engine.lists(), foreign);
  });

  it('killed while it came up leaves what down takes away, and nothing else goes', async () => {
    const cwd = emptyFolder();
    assert.equal(await upUntil('Prometheus', 'SIGKILL', cwd), null);
    const down = await bench(['stack', 'down', ...NAME], cwd);
    assert.equal(down.exitCode, 0, down.stderr);
    assert.deepEqual(engine.lists(), foreign);
    assert.deepEqual(existsSync(stacks(cwd)) ? readdirSync(stacks(cwd)) : [], []);
  });

  it('interrupted while it comes up undoes all that was begun', async () => {
    const cwd = emptyFolder();
    assert.equal(await upUntil('Triton', 'SIGINT', cwd), 130);
    assert.deepEqual(engine.lists(), foreign);
    assert.deepEqual(existsSync(stacks(cwd)) ? readdirSync(stacks(cwd)) : [], []);
  });

  it('of an image that is not there says so, and leaves nothing', async () => {
    const args = [...UP, '--triton-image', 'bench-test/nowhere:1'];
    const { exitCode, stderr } = await bench(args, emptyFolder());
    assert.equal(exitCode, 3, stderr);
    assert.match(stderr, /bench-test\/nowhere:1/);
    assert.doesNotMatch(stderr, /^\s+at /m);
    assert.deepEqual(engine.lists(), foreign);
  });
});
