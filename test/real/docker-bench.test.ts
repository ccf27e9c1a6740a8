import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  type DockerEngine,
  IMAGES,
  importImages,
  startDockerEngine,
} from '../support/docker-engine.ts';
import { assertFineOrNoisy, onlyResult } from '../support/only-result.ts';
import { packageRoot } from '../support/package-root.ts';
import { emptyFolder, runBench } from '../support/run-bench.ts';

const STACK = [
  ...['--triton-image', IMAGES.triton, '--prometheus-image', IMAGES.prometheus],
  ...['--grafana-image', IMAGES.grafana, '--no-grafana', '--pull', 'never'],
  ...['--model-repository', `${packageRoot}test/real/numpy-repository`],
];
/** A handful: this load goes to a container's own address. */
const HANDFUL = ['--qps', '5', '--duration', '1s', '--warmup', '0', '--timeout', '60s'];

let engine: DockerEngine;
let foreign: readonly string[];

before(async () => {
  engine = await startDockerEngine();
  importImages(engine);
  foreign = engine.lists();
});
after(() => engine[Symbol.asyncDispose]());

const bench = (cwd: string, ...args: string[]) => runBench(args, cwd, undefined, engine.env);

describe('bench with a real Docker engine', { timeout: 300_000 }, () => {
  it('brings a stack up, measures it and takes it down', async () => {
    const cwd = emptyFolder();
    const up = await bench(cwd, 'stack', 'up', '--name', 'e2e', '--json', ...STACK);
    assert.equal(up.exitCode, 0, up.stderr);
    const shown = JSON.parse(up.stdout);
    assert.equal(shown.driver, 'docker');
    assert.match(shown.services[0].addresses.http, /^http:\/\/127\.0\.0\.1:\d+$/);

    const run = await bench(cwd, 'run', '--stack-name', 'e2e', ...HANDFUL);
    const result = onlyResult(cwd);
    assertFineOrNoisy(run.exitCode, result);
    assert.equal(result.target.driver, 'docker');
    assert.match(result.target.address, /^http:\/\/172\./);
    assert.equal(result.points[0]?.phases.at(-1)?.counters.completed, 5);

    const down = await bench(cwd, 'stack', 'down', '--name', 'e2e');
    assert.equal(down.exitCode, 0, down.stderr);
    assert.match(down.stdout, /removed container inferbench-e2e-triton/);
    assert.deepEqual(engine.lists(), foreign);
  });

  it('starts a stack for one run, and ends it with the run', async () => {
    const cwd = emptyFolder();
    const run = await bench(cwd, 'run', '--stack', 'docker', ...STACK, ...HANDFUL);
    const result = onlyResult(cwd);
    assertFineOrNoisy(run.exitCode, result);
    assert.equal(result.target.driver, 'docker');
    assert.deepEqual(result.target.images, {
      triton: IMAGES.triton,
      prometheus: IMAGES.prometheus,
    });
    assert.equal(result.points[0]?.phases.at(-1)?.counters.completed, 5);
    assert.deepEqual(engine.lists(), foreign);
  });
});
