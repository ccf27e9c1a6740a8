import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { main } from '../../../src/cli/main.ts';
import { openResultStore } from '../../../src/report/index.ts';
import { aResult } from '../../support/a-result.ts';
import { fakeOutside } from '../../support/fake-outside.ts';
import { answerWell, kserveStub } from '../../support/kserve-stub.ts';
import { onlyResult } from '../../support/only-result.ts';
import { recordOf } from '../../support/record-of.ts';
import { emptyFolder, packageFolder, runBench } from '../../support/run-bench.ts';

function journalIn(cwd: string): string {
  const reports = join(cwd, 'reports');
  const [id = ''] = existsSync(reports) ? readdirSync(reports) : [];
  const path = join(reports, id, 'journal.ndjson');
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

function measuredSeconds(journal: string): number {
  return journal.split('\n').filter((line) => /"second":\{.*"phase":"measured"/.test(line)).length;
}

describe('a run that is killed with -9', () => {
  it('loses nothing that its journal holds', async () => {
    const cwd = emptyFolder();
    let pid = 0;
    let isKilled = false;
    await using server = await kserveStub((response) => {
      if (!isKilled && measuredSeconds(journalIn(cwd)) >= 2) {
        isKilled = true;
        process.kill(pid, 'SIGKILL');
      }
      answerWell(response);
    });
    const load = [
      '--qps',
      '50',
      '--duration',
      '60s',
      '--warmup',
      '1s',
      '--header',
      'x-token=geheim',
    ];
    const args = ['run', '--url', String(server.addresses.http), ...load];
    const run = await runBench(args, cwd, (started) => {
      pid = started;
    });
    assert.equal(run.exitCode, null, 'it was killed');
    assert.doesNotMatch(journalIn(cwd), /geheim/);
    assert.match(
      (await runBench(['report'], cwd)).stderr,
      /see what it measured with bench report --recover/,
    );

    const { exitCode, stdout, stderr } = await runBench(['report', '--recover'], cwd);
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, /PARTIAL {2}The run was cut off/);
    assert.match(stdout, /Cut off before its end/);
    const result = onlyResult(cwd);
    assert.equal(result.status, 'partial');
    assert.equal(result.verdict, 'invalid');
    const completed = result.points[0]?.phases.at(-1)?.counters.completed ?? 0;
    assert.ok(completed > 0 && completed <= server.requests(), `${completed}`);
    const again = await runBench(['report', '--recover', result.id, '--format', 'json'], cwd);
    assert.deepEqual(JSON.parse(again.stdout), result, 'the journal stays, and says the same');
  });
});

describe('a run whose disk fills up while it goes on', () => {
  it('goes on, warns once, and still hands over what it measured', async () => {
    const cwd = emptyFolder();
    await using server = await kserveStub();
    const bench = [process.execPath, join(packageFolder, 'bin/bench.js'), 'run'];
    const load = ['--qps', '50', '--duration', '4s', '--warmup', '0', '--format', 'json'];
    const command = [...bench, '--url', String(server.addresses.http), ...load];
    // No file may grow beyond 4 blocks of 1,024 bytes: the journal's first seconds fit, the rest does not.
    const child = spawn('bash', ['-c', 'ulimit -f 4 && exec "$@"', 'bash', ...command], { cwd });
    const written = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk) => {
      written.stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      written.stderr += chunk;
    });
    const [exitCode] = await once(child, 'close');
    assert.equal(exitCode, 2, written.stderr);
    assert.equal(
      written.stderr.match(/journal of this run cannot be written \(EFBIG\)/g)?.length,
      1,
    );
    assert.match(written.stderr, /results cannot be written to .*EFBIG/);
    assert.equal(JSON.parse(written.stdout).points[0].phases.at(-1).counters.completed, 200);
    const { exitCode: recovered } = await runBench(
      ['report', '--recover', '--format', 'json'],
      cwd,
    );
    assert.equal(recovered, 0, 'what the journal held is still there');
  });
});

describe('a journal', () => {
  const doc = aResult({ seconds: 3, warmupSeconds: 1 });
  const [point] = doc.points;
  const started = {
    startedAtEpochMs: Date.parse(doc.startedAt),
    workload: (point ?? assert.fail()).workload,
    phases: [{ name: 'measured' as const, startNs: 0, durationNs: null }],
    ...{ percentiles: [50], conditions: [] },
  };

  async function recover(cwd: string) {
    const { outside, written } = fakeOutside(['report', '--recover'], { cwd });
    return { exitCode: await main(outside), ...written };
  }

  it('without a second makes no result, and says so with exit 5', async () => {
    const cwd = emptyFolder();
    await using record = await recordOf(await openResultStore('reports', cwd), doc);
    record.loadStarted(started);
    const { exitCode, stderr } = await recover(cwd);
    assert.equal(exitCode, 5);
    assert.match(stderr, /holds no measured second/);
  });
  it('that is damaged makes a result of what is before, and says which line', async () => {
    const cwd = emptyFolder();
    await using record = await recordOf(await openResultStore('reports', cwd), doc);
    record.loadStarted(started);
    for (const second of point?.intervals ?? []) record.second(second);
    while (journalIn(cwd).split('\n').length < 7) await setImmediate();
    const [id = ''] = readdirSync(join(cwd, 'reports'));
    const lines = journalIn(cwd).split('\n');
    lines[4] = 'rubbish';
    writeFileSync(join(cwd, 'reports', id, 'journal.ndjson'), lines.join('\n'));
    const { exitCode, stdout, stderr } = await recover(cwd);
    assert.equal(exitCode, 0);
    for (const text of [stdout, stderr]) assert.match(text, /line 5 of the journal is damaged/);
  });
});
