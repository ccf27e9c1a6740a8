import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Point } from '../../../src/contract/point.ts';
import { answerWell, kserveStub } from '../../support/kserve-stub.ts';
import { assertFineOrNoisy, onlyResult } from '../../support/only-result.ts';
import { emptyFolder, packageFolder, runBench } from '../../support/run-bench.ts';

const PATIENCE = ['--timeout', '60s', '--drain', '60s'];
const SAMPLES = ['--samples', 'run.samples'];

interface Row {
  readonly point: number;
  readonly id: string;
  readonly index: number;
  readonly outcome: string;
}

async function replayed(cwd: string) {
  const { exitCode, stdout } = await runBench(['report', ...SAMPLES, '--format', 'json'], cwd);
  assert.equal(exitCode, 0);
  return JSON.parse(stdout);
}

async function rows(cwd: string, file = 'run.samples'): Promise<Row[]> {
  const args = ['report', '--samples', file, '--format', 'ndjson'];
  const { exitCode, stdout } = await runBench(args, cwd);
  assert.equal(exitCode, 0);
  return stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

function holdsARecord(file: string): boolean {
  const bytes = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
  const block = bytes.indexOf('REQS');
  return block >= 0 && bytes.length >= block + 8 + 64;
}

/** All of a point that its requests alone decide. */
function decidedByRequests({ name, workload, phases, rates, latency, histograms, ...rest }: Point) {
  const { intervals, answers, failures } = rest;
  return { name, workload, phases, rates, latency, histograms, intervals, answers, failures };
}

describe('bench run --samples', () => {
  for (const load of [
    ['--qps', '150', '--duration', '2s', '--warmup', '1s', '--workers', '2'],
    ['--protocol', 'grpc', '--concurrency', '4', '--requests', '200', '--warmup', '0'],
    ['--protocol', 'grpc', '--engine', 'grpc-js', '--qps', '50', '--requests', '60'],
    ['--sweep', 'qps=40,80', '--duration', '1s', '--warmup', '0', '--tensor-format', 'json'],
  ]) {
    it(`says what the result says (${load.join(' ')})`, async () => {
      const cwd = emptyFolder();
      const { exitCode } = await runBench(['run', ...load, ...SAMPLES, ...PATIENCE], cwd);
      const document = onlyResult(cwd);
      assertFineOrNoisy(exitCode, document);
      const { loads, resultId, isCut } = await replayed(cwd);
      assert.deepEqual([resultId, isCut], [document.id, false]);
      assert.equal(loads.length, document.points.length);
      for (const [at, point] of document.points.entries()) {
        assert.equal(loads[at].lost, 0);
        assert.deepEqual(decidedByRequests(loads[at].outcome), decidedByRequests(point));
      }
      const planned = document.points.flatMap(({ phases }) => phases);
      const all = await rows(cwd);
      assert.equal(
        all.length,
        planned.reduce((sum, { counters }) => sum + counters.planned, 0),
      );
      assert.equal(new Set(all.map(({ id }) => id)).size, all.length);
    });
  }

  it('keeps the words of failures', async () => {
    const cwd = emptyFolder();
    let asked = 0;
    await using server = await kserveStub((response) => {
      asked += 1;
      if (asked % 3 !== 0) answerWell(response);
      else response.writeHead(400, 'Bad Request').end(`{"error":"request ${asked} is odd"}`);
    });
    const load = ['--qps', '50', '--requests', '60', '--warmup', '0'];
    const args = ['run', '--url', String(server.addresses.http), ...load, ...SAMPLES];
    await runBench([...args, ...PATIENCE], cwd);
    const [point] = onlyResult(cwd).points;
    const { loads } = await replayed(cwd);
    assert.deepEqual(loads[0].outcome.failures, point?.failures);
    const failed = (await rows(cwd)).filter(({ outcome }) => outcome !== 'ok');
    assert.equal(failed.length, 20);
    for (const { outcome } of failed) assert.ok(outcome === 'http-4xx', outcome);
  });

  it('leaves a file that can be read when the run is killed', async () => {
    const cwd = emptyFolder();
    let kill: () => void = () => undefined;
    await using server = await kserveStub((response) => {
      answerWell(response);
      if (holdsARecord(join(cwd, 'run.samples.unfinished'))) kill();
    });
    const load = ['--qps', '100', '--duration', '5m', '--warmup', '0'];
    const args = ['run', '--url', String(server.addresses.http), ...load, ...SAMPLES];
    const { exitCode } = await runBench(args, cwd, (pid) => {
      kill = () => process.kill(pid, 'SIGKILL');
    });
    assert.equal(exitCode, null);
    assert.deepEqual(readdirSync(cwd).sort(), ['reports', 'run.samples.unfinished']);
    assert.ok((await rows(cwd, 'run.samples.unfinished')).length > 0);
    const { stdout, stderr } = await runBench(
      ['report', '--samples', 'run.samples.unfinished'],
      cwd,
    );
    assert.match(stdout, /The file ends before its end/);
    assert.equal(stderr, '');
  });

  it('measures all the same when the disk takes no more, and says what is missing', async () => {
    const cwd = emptyFolder();
    const bench = join(packageFolder, 'bin/bench.js');
    const load = '--engine null --concurrency 64 --requests 100000 --warmup 0 --format json';
    // Files may grow to 512 blocks of 1,024 bytes: enough for the result, not for the samples.
    const limited = `ulimit -f 512; exec "${process.execPath}" "${bench}" run ${load} ${SAMPLES.join(' ')}`;
    const { stdout, stderr, status } = await new Promise<{
      stdout: string;
      stderr: string;
      status: number | null;
    }>((resolve) => {
      const child = spawn('bash', ['-c', limited], { cwd });
      const written = { stdout: '', stderr: '' };
      child.stdout.on('data', (piece) => {
        written.stdout += piece;
      });
      child.stderr.on('data', (piece) => {
        written.stderr += piece;
      });
      child.on('close', (code) => resolve({ ...written, status: code }));
    });
    assert.equal(status, 2, stderr);
    assert.match(stderr, /samples cannot be written to .*run\.samples: EFBIG/);
    const [point] = JSON.parse(stdout).points;
    const planned = point.phases.at(-1).counters.planned;
    const note = point.notes.find((one: string) => one.includes('are missing from'));
    const [, missing] = /(\d+) requests are missing from .*run\.samples: /.exec(note) ?? [];
    const left = await rows(cwd, 'run.samples.unfinished');
    assert.ok(left.length > 1000);
    assert.equal(left.length + Number(missing), planned);
  });
});
