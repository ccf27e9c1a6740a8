import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { comparisonDocumentSchema } from '../../../src/contract/comparison-document.ts';
import { kserveStub } from '../../support/kserve-stub.ts';
import { emptyFolder, runBench, stateHome } from '../../support/run-bench.ts';

const LOAD = ['--requests', '60', '--warmup', '0', '--concurrency', '1', '--limit', 'p99=off'];
const PATIENCE = ['--timeout', '60s', '--drain', '60s'];

describe('bench calibrate', () => {
  it('measures a target against itself, and bench ab of the same load uses what it kept', async () => {
    await using server = await kserveStub();
    const url = server.addresses.http ?? '';
    const cwd = emptyFolder();
    const { exitCode, stdout } = await runBench(
      ['calibrate', '--url', url, ...LOAD, ...PATIENCE, '--pairs', '2'],
      cwd,
    );
    const [id = ''] = readdirSync(join(cwd, 'reports'));
    const document = comparisonDocumentSchema.parse(
      JSON.parse(readFileSync(join(cwd, 'reports', id, 'comparison.json'), 'utf8')),
    );
    assert.deepEqual([document.origin, document.targets], ['calibrate', { a: url, b: url }]);
    const isKept = document.verdict === 'no-change' || document.verdict === 'inconclusive';
    assert.equal(exitCode, isKept ? 0 : 6);
    const state = join(stateHome(cwd), 'inferbench');
    const kept = (existsSync(state) ? readdirSync(state) : []).filter((name) =>
      name.startsWith('calibration-'),
    );
    assert.equal(kept.length, isKept ? 1 : 0);
    // A machine that is too noisy has said so, and there is nothing more to see.
    if (!isKept) return;
    assert.match(stdout, /What this machine can tell/);
    assert.equal(document.calibration?.pairs, 2);
    const args = ['--a-url', url, '--b-url', url, ...LOAD, ...PATIENCE, '--pairs', '2'];
    const other = await runBench(['ab', ...args, '--concurrency', '2'], cwd);
    assert.match(
      other.stderr,
      /calibration was made of something else \(.*concurrency: 1 then, 2 now/,
    );
    assert.match(other.stdout, /is not used/);
  });

  it('takes one load', async () => {
    const { exitCode, stderr } = await runBench(['calibrate', '--sweep', 'qps=1,2'], emptyFolder());
    assert.equal(exitCode, 2);
    assert.match(stderr, /a sweep has several loads/);
  });
});
