import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { DEFAULT_IMAGES } from '../../src/contract/default-images.ts';
import { emptyFolder, packageFolder, runBench } from '../support/run-bench.ts';

const NAME = ['--name', 'e2e'];
/** Gigabytes are pulled the first time. */
const TIMEOUT_MS = 3_600_000;
/** The tests of the command see no engine unless they are given one. */
const env = { DOCKER_HOST: process.env.DOCKER_HOST ?? 'unix:///var/run/docker.sock' };

describe('the whole stack of real images', { timeout: TIMEOUT_MS }, () => {
  it('comes up down to a checked query, is measured, and is gone', async () => {
    const cwd = emptyFolder();
    const bench = (...args: readonly string[]) => runBench(args, cwd, undefined, env);
    const models = ['--model-repository', join(packageFolder, 'models')];
    try {
      const up = await bench('stack', 'up', '--driver', 'docker', ...NAME, ...models);
      assert.equal(up.exitCode, 0, up.stderr);
      for (const step of ['Triton', 'sample', 'Grafana token', 'Grafana query', 'dashboard file']) {
        assert.match(up.stderr, new RegExp(`^✔ ${step}: `, 'm'));
      }
      assert.match(up.stdout, /^ {2}dashboard {3}http:\/\/127\.0\.0\.1:\d+\/d\/inferbench/m);

      const run = await bench('run', '--stack-name', 'e2e', '--qps', '200', '--duration', '20s');
      assert.ok([0, 6].includes(run.exitCode ?? -1), run.stderr);
      const [id = ''] = readdirSync(join(cwd, 'reports'));
      const document = JSON.parse(readFileSync(join(cwd, 'reports', id, 'result.json'), 'utf8'));
      assert.deepEqual(document.target.images, DEFAULT_IMAGES);
      assert.equal(document.points[0].server.requests, document.points[0].server.expectedRequests);
      assert.equal(document.points[0].answers.wrong, 0);
    } finally {
      const down = await bench('stack', 'down', ...NAME);
      assert.equal(down.exitCode, 0, down.stderr);
    }
  });
});
