import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  type DockerEngine,
  IMAGES,
  importImages,
  startDockerEngine,
} from '../support/docker-engine.ts';
import { freePorts } from '../support/free-ports.ts';
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

  it('shows a run to the Prometheus of its stack, through the gateway of its network', async () => {
    const cwd = emptyFolder();
    const [port = 0] = await freePorts(1);
    const wanted = ['--name', 'shown', '--expose', `0.0.0.0:${port}`, '--json', ...STACK];
    const up = await bench(cwd, 'stack', 'up', ...wanted);
    assert.equal(up.exitCode, 0, up.stderr);
    const { services } = JSON.parse(up.stdout);
    const form = '{{range .NetworkSettings.Networks}}{{.Gateway}}{{end}}';
    const gateway = engine.docker('inspect', '--format', form, 'inferbench-shown-prometheus');
    const expose = ['--expose', `${gateway}:${port}`];
    const run = await bench(cwd, 'run', '--stack-name', 'shown', ...expose, ...HANDFUL);
    const result = onlyResult(cwd);
    assertFineOrNoisy(run.exitCode, result);
    const query = `last_over_time(inferbench_requests_total{run="${result.id}",outcome="ok"}[1h])`;
    const url = `${services[1].addresses.http}/api/v1/query?query=${encodeURIComponent(query)}`;
    const answer = (await (await fetch(url)).json()) as {
      data: { result: { value: [number, string] }[] };
    };
    assert.equal(answer.data.result[0]?.value[1], '5', JSON.stringify(answer));
    assert.equal((await bench(cwd, 'stack', 'down', '--name', 'shown')).exitCode, 0);
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
