import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { runBenchmark } from '../../../src/index.ts';
import { answerWell, kserveStub } from '../../support/kserve-stub.ts';
import { emptyFolder, runBench } from '../../support/run-bench.ts';

function takeAway(reports: string): void {
  rmSync(reports, { recursive: true, force: true });
  writeFileSync(reports, 'a file is in the way');
}

describe('a run whose reports folder goes away during the load', () => {
  it('shows what was measured, then says why it is not on disk, with exit 2', async () => {
    const cwd = emptyFolder();
    await using server = await kserveStub((response) => {
      takeAway(join(cwd, 'reports'));
      answerWell(response);
    });
    const load = ['--qps', '50', '--requests', '25', '--warmup', '0', '--format', 'json'];
    const args = ['run', '--url', String(server.addresses.http), ...load];
    const { exitCode, stdout, stderr } = await runBench(args, cwd);
    assert.equal(exitCode, 2, stderr);
    assert.match(stderr, /results cannot be written to .*reports/);
    assert.match(stderr, /→ /);
    assert.doesNotMatch(stderr, /^\s+at .*:\d+:\d+\)?$/m, 'no stack trace');
    assert.equal(JSON.parse(stdout).points[0].phases.at(-1).counters.completed, 25);
  });
  it('hands a program the document and the reason, also while a server of ours is ended', async () => {
    const cwd = emptyFolder();
    const onLoad = () => takeAway(join(cwd, 'reports'));
    const { document, files, unwritten } = await runBenchmark(
      { qps: 50, requests: 25, warmup: '0' },
      { cwd, events: { onLoad } },
    );
    assert.equal(unwritten?.code, 'reports-unwritable');
    assert.deepEqual(files, []);
    assert.equal(document.points[0]?.phases.at(-1)?.counters.completed, 25);
  });
});
