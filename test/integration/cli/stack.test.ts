import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { assertFineOrNoisy, onlyResult } from '../../support/only-result.ts';
import { emptyFolder, runBench, stateHome } from '../../support/run-bench.ts';
import { standIn } from '../../support/start-stack-tool.ts';

/** Of the tutorial's three services the two that run as processes, played by stand-ins. */
const PROGRAMS = [
  ...['--triton-bin', standIn('embedded-tritonserver')],
  ...['--prometheus-bin', standIn('prometheus')],
];
const UP = ['stack', 'up', '--driver', 'process', ...PROGRAMS];
const SHORT = ['--qps', '50', '--duration', '1s', '--warmup', '0', '--timeout', '60s'];
const stacks = (cwd: string) => join(stateHome(cwd), 'inferbench/stacks');

interface Shown {
  readonly running: boolean;
  readonly wasUp?: boolean;
  readonly services: readonly { readonly addresses: Record<string, string> }[];
}

async function up(cwd: string, ...more: string[]): Promise<Shown> {
  const { exitCode, stdout, stderr } = await runBench([...UP, '--json', ...more], cwd);
  assert.equal(exitCode, 0, stderr);
  return JSON.parse(stdout);
}

async function isDown(cwd: string, { services }: Shown): Promise<void> {
  assert.deepEqual(existsSync(stacks(cwd)) ? readdirSync(stacks(cwd)) : [], []);
  await assert.rejects(fetch(`${services[0]?.addresses.http}/v2/health/live`));
}

describe('bench stack', { timeout: 600_000 }, () => {
  it('up, status, logs and down are the life of a stack', async () => {
    const cwd = emptyFolder();
    const started = await runBench(UP, cwd);
    assert.equal(started.exitCode, 0, started.stderr);
    assert.match(started.stdout, /^stack default: running, process since .*\n {2}triton +running/);
    for (const step of ['models', 'Triton', 'model', 'metrics', 'Prometheus', 'scrape', 'sample']) {
      assert.match(started.stderr, new RegExp(`^✔ ${step}: .* \\(\\d+\\.\\d s\\)$`, 'm'));
    }
    const file = join(stacks(cwd), 'default/dashboard.json');
    assert.equal(JSON.parse(readFileSync(file, 'utf8')).uid, 'inferbench');

    const status = await runBench(['stack', 'status', '--json'], cwd);
    assert.equal(status.exitCode, 0);
    const shown: Shown = JSON.parse(status.stdout);
    const answer = await fetch(`${shown.services[0]?.addresses.http}/v2/health/ready`);
    assert.equal(answer.status, 200);

    const again = await runBench(UP, cwd);
    assert.deepEqual([again.exitCode, again.stderr], [0, '']);
    assert.match(again.stdout, /^It is up already\.\nstack default: running/);

    const logs = await runBench(['stack', 'logs', 'triton', '--lines', '1'], cwd);
    assert.match(logs.stdout, /^mnist_mlp 1 READY: loaded in .* s\n$/);

    const down = await runBench(['stack', 'down'], cwd);
    assert.equal(down.exitCode, 0);
    assert.match(down.stdout, /^removed process \d+ \(triton\)$/m);
    await isDown(cwd, shown);
    const after = await runBench(['stack', 'status'], cwd);
    assert.deepEqual([after.exitCode, after.stdout], [1, 'there is no stack named default\n']);
    assert.match(
      (await runBench(['stack', 'down'], cwd)).stdout,
      /^there was nothing to take away/,
    );
  });

  it('runs two names side by side, and --all takes both away', async () => {
    const cwd = emptyFolder();
    const one = await up(cwd);
    const two = await up(cwd, '--name', 'two', '--no-prometheus');
    assert.deepEqual([one.running, two.running, two.services.length], [true, true, 1]);
    const all = await runBench(['stack', 'status', '--all', '--json'], cwd);
    assert.equal(all.exitCode, 0);
    assert.equal(JSON.parse(all.stdout).length, 2);
    assert.equal((await runBench(['stack', 'down', '--all'], cwd)).exitCode, 0);
    await isDown(cwd, one);
    await isDown(cwd, two);
  });

  it('up takes its options from bench.yaml too', async () => {
    const cwd = emptyFolder();
    writeFileSync(join(cwd, 'bench.yaml'), 'qps: 5\nprometheus: false\nstackName: written\n');
    const shown = await up(cwd);
    assert.equal(shown.services.length, 1);
    assert.deepEqual(readdirSync(stacks(cwd)), ['written']);
    await runBench(['stack', 'down', '--name', 'written'], cwd);
    await isDown(cwd, shown);
  });

  it('up of a program that is not there says where it was looked for', async () => {
    const cwd = emptyFolder();
    const args = ['stack', 'up', '--driver', 'process', '--triton-bin', './nowhere'];
    const { exitCode, stdout, stderr } = await runBench(args, cwd);
    assert.deepEqual([exitCode, stdout], [3, '']);
    assert.match(stderr, /cannot run the stack default\n.*because process: .*nowhere/);
    assert.doesNotMatch(stderr, /^\s+at /m);
  });
});

describe('bench run with a stack', { timeout: 600_000 }, () => {
  it('--stack process starts one, measures it, and takes it away', async () => {
    const cwd = emptyFolder();
    const args = ['run', '--stack', 'process', ...PROGRAMS, ...SHORT];
    const { exitCode, stderr } = await runBench(args, cwd);
    const document = onlyResult(cwd);
    assertFineOrNoisy(exitCode, document);
    assert.equal(document.target.driver, 'process', stderr);
    assert.deepEqual(readdirSync(stacks(cwd)), []);
  });
  it('--keep leaves it, the next run joins it, and neither ends it', async () => {
    const cwd = emptyFolder();
    const kept = await runBench(
      ['run', '--stack', 'process', '--keep', ...PROGRAMS, ...SHORT],
      cwd,
    );
    assert.ok([0, 6].includes(kept.exitCode ?? -1), kept.stderr);
    const joined = await runBench(['run', ...SHORT, '--reports', 'second'], cwd);
    assert.ok([0, 6].includes(joined.exitCode ?? -1), joined.stderr);
    const [id = ''] = readdirSync(join(cwd, 'second'));
    const document = JSON.parse(readFileSync(join(cwd, 'second', id, 'result.json'), 'utf8'));
    assert.equal(document.target.driver, 'process');
    const status = await runBench(['stack', 'status', '--json'], cwd);
    assert.equal(status.exitCode, 0);
    await runBench(['stack', 'down'], cwd);
    await isDown(cwd, JSON.parse(status.stdout));
  });
  it('asks no stand-in where a stack was named that is not up', async () => {
    const { exitCode, stderr } = await runBench(
      ['run', '--stack-name', 'mine', ...SHORT],
      emptyFolder(),
    );
    assert.equal(exitCode, 3);
    assert.match(stderr, /^bench: the stack mine is not up\n {2}→ .*bench stack up --name mine/);
  });
  it('says so when the stack that was left running runs no more, and embeds a server', async () => {
    const cwd = emptyFolder();
    const shown = await up(cwd);
    const file = join(stacks(cwd), 'default/state.json');
    const state = readFileSync(file, 'utf8');
    await runBench(['stack', 'down'], cwd);
    await isDown(cwd, shown);
    mkdirSync(join(stacks(cwd), 'default'), { recursive: true });
    writeFileSync(file, state);
    const { stderr } = await runBench(['run', ...SHORT], cwd);
    assert.match(stderr, /the stack default was left running and runs no more; bench stack down/);
    assert.equal(onlyResult(cwd).target.driver, 'embedded');
  });
});
