import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { unaccounted } from '../../../src/contract/accounting.ts';
import type { ResultDocument } from '../../../src/contract/result-document.ts';
import { kserveStub } from '../../support/kserve-stub.ts';
import { emptyFolder, runBench } from '../../support/run-bench.ts';

describe('bench run --abort-on', () => {
  it('ends a run against a server that refuses everything, with exit code 1 and the reason', async () => {
    await using stub = await kserveStub((response) => {
      response.statusCode = 500;
      response.end('{"error":"no"}');
    });
    const cwd = emptyFolder();
    const load = ['--qps', '100', '--warmup', '0', '--duration', '300s'];
    const { exitCode, stdout, stderr } = await runBench(
      ['run', '--url', stub.addresses.http ?? '', ...load, '--abort-on', 'errors>50%'],
      cwd,
    );
    assert.equal(exitCode, 1, stderr);
    const [id = ''] = readdirSync(join(cwd, 'reports'));
    const document: ResultDocument = JSON.parse(
      readFileSync(join(cwd, 'reports', id, 'result.json'), 'utf8'),
    );
    assert.equal(document.status, 'aborted');
    const [point] = document.points;
    assert.match(point?.notes.join('\n') ?? '', /ended early by --abort-on errors>50%: 100 %/);
    assert.match(stdout, /Ended early by --abort-on/);
    const measured = point?.phases.at(-1);
    assert.ok(measured && measured.counters.planned < 30_000, 'less than the whole schedule');
    assert.equal(unaccounted(measured.counters), 0);
    assert.equal(stub.requests(), measured.counters.planned - measured.counters.unsent);
    const schedule = point?.rules.find(({ rule }) => rule === 'schedule');
    assert.equal(schedule?.fired, false);
  });
  it('leaves a good run alone', async () => {
    await using stub = await kserveStub();
    const cwd = emptyFolder();
    const load = ['--qps', '100', '--warmup', '0', '--duration', '3s'];
    await runBench(
      ['run', '--url', stub.addresses.http ?? '', ...load, '--abort-on', 'errors>50%'],
      cwd,
    );
    const [id = ''] = readdirSync(join(cwd, 'reports'));
    const { status } = JSON.parse(readFileSync(join(cwd, 'reports', id, 'result.json'), 'utf8'));
    assert.equal(status, 'complete');
  });
  it('refuses what cannot be seen second by second', async () => {
    const { exitCode, stderr } = await runBench(
      ['run', '--abort-on', 'accuracy<0.5'],
      emptyFolder(),
    );
    assert.equal(exitCode, 2);
    assert.match(stderr, /"accuracy<0\.5" cannot be seen while a load runs/);
  });
});
