import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { runBenchmark } from '../../../src/index.ts';
import { startStack } from '../../../src/stack/index.ts';
import { answerWell, kserveStub } from '../../support/kserve-stub.ts';
import { assertFineOrNoisy, onlyResult } from '../../support/only-result.ts';
import { emptyFolder, packageFolder, runBench } from '../../support/run-bench.ts';

describe('bench run --stages', () => {
  it('sends exactly the area under the rates, from two workers too, and names the load', async () => {
    const cwd = emptyFolder();
    const stages = ['--stages', '0-100/2s,100/1s,300/500ms', '--workers', '2'];
    const { exitCode, stdout } = await runBench(['run', ...stages, '--warmup', '1s'], cwd);
    const document = onlyResult(cwd);
    assertFineOrNoisy(exitCode, document);
    const [point] = document.points;
    assert.equal(point?.name, 'stages=0-100/2s,100/1s,300/500ms');
    assert.deepEqual(
      point.phases.map(({ counters }) => [counters.planned, counters.completed]),
      [
        [50, 50],
        [350, 350],
      ],
    );
    assert.equal(point.server?.requests, 400);
    assert.match(stdout, /stages 0-100\/2s,100\/1s,300\/500ms, Poisson arrivals/);
  });
});

describe('bench run --trace', () => {
  it('sends what was recorded, when it was', async () => {
    const cwd = emptyFolder();
    const times = Array.from({ length: 120 }, (_, i) => (i < 100 ? i / 100 : 2 + i / 1000));
    writeFileSync(join(cwd, 'day.txt'), `# a day\n${times.join('\n')}\n`);
    const { exitCode, stdout } = await runBench(
      ['run', '--trace', 'day.txt', '--warmup', '0'],
      cwd,
    );
    const document = onlyResult(cwd);
    assertFineOrNoisy(exitCode, document);
    const [point] = document.points;
    assert.equal(point?.workload.trace?.arrivals, 120);
    assert.deepEqual(point.intervals.map(({ due }) => due).slice(0, 3), [100, 0, 20]);
    assert.match(stdout, /trace day\.txt, 120 recorded arrivals/);
  });
  it('is refused with the line that goes backwards', async () => {
    const cwd = emptyFolder();
    writeFileSync(join(cwd, 'day.txt'), '0\n0.5\n0.4\n');
    const { exitCode, stderr } = await runBench(['run', '--trace', 'day.txt'], cwd);
    assert.equal(exitCode, 2);
    assert.match(stderr, /day\.txt: line 3: "0\.4" comes after 0\.5: it goes backwards/);
  });
});

const QUICK = ['--duration', '1s', '--warmup', '500ms'];

describe('bench run --sweep', () => {
  it('measures every point by itself: the server counts for each what was sent', async () => {
    const cwd = emptyFolder();
    const { exitCode, stdout } = await runBench(['run', '--sweep', 'qps=20,40..80', ...QUICK], cwd);
    const document = onlyResult(cwd);
    assertFineOrNoisy(exitCode, document);
    assert.deepEqual(
      document.points.map(({ name, server, phases }) => [
        name,
        server?.requests,
        phases.at(-1)?.counters.planned,
      ]),
      [
        ['qps=20', 30, 20],
        ['qps=40', 60, 40],
        ['qps=60', 90, 60],
        ['qps=80', 120, 80],
      ],
    );
    assert.equal(new Set(document.points.map(({ workload }) => workload.seed)).size, 1);
    assert.match(stdout, /4 of 4 loads measured/);
    assert.match(stdout, /qps=60/);
  });
  it('goes on after a point that misses a condition, and answers for the worst', async () => {
    const cwd = emptyFolder();
    const slo = ['--slo', 'throughput>=30/s'];
    const { exitCode } = await runBench(['run', '--sweep', 'qps=20,40', ...slo, ...QUICK], cwd);
    const { points } = onlyResult(cwd);
    assert.match(String(exitCode), /^[16]$/);
    assert.deepEqual(
      points.map(({ gates }) => gates[0]?.passed),
      [false, true],
    );
  });
  it('ends on an interrupt, and keeps the points that were measured', async () => {
    const cwd = emptyFolder();
    let pid = 0;
    let answers = 0;
    await using server = await kserveStub((response) => {
      answers += 1;
      if (answers === 20) process.kill(pid, 'SIGINT');
      answerWell(response);
    });
    const load = ['--sweep', 'concurrency=1,2', '--duration', '60s', '--warmup', '0'];
    const args = ['run', '--url', server.addresses.http ?? '', ...load];
    const { exitCode, stderr } = await runBench(args, cwd, (started) => {
      pid = started;
    });
    assert.equal(exitCode, 130, stderr);
    const { points, status } = onlyResult(cwd);
    assert.deepEqual([status, points.length], ['interrupted', 1]);
  });
  it('keeps what was measured before the server went away', async () => {
    const cwd = emptyFolder();
    const server = await startStack(
      {
        driver: 'embedded',
        modelRepository: join(packageFolder, 'models'),
        readyTimeoutMs: 60_000,
      },
      new AbortController().signal,
    );
    const { http: url = '', metrics: metricsUrl = '', grpc: grpcUrl = '' } = server.addresses;
    let loads = 0;
    let gone: PromiseLike<void> | undefined;
    const { document } = await runBenchmark(
      {
        ...{ url, metricsUrl, grpcUrl, sweep: 'qps=20,40,60', duration: '1s', warmup: '0' },
        reports: join(cwd, 'reports'),
      },
      {
        events: {
          onLoad: () => {
            loads += 1;
            if (loads === 2) gone = server[Symbol.asyncDispose]();
          },
        },
      },
    );
    await gone;
    assert.equal(document.exitCode, 4);
    assert.equal(document.points[0]?.phases.at(-1)?.counters.completed, 20);
    assert.equal(document.points.length + (document.missing?.length ?? 0), 3);
  });
});

describe('bench run --search', () => {
  const RANGE = ['run', '--search', '20..40', '--search-precision', '50%', ...QUICK];
  it('keeps every run with its role, and answers by its outcome', async () => {
    const cwd = emptyFolder();
    const { exitCode, stdout } = await runBench([...RANGE, '--slo', 'errors<50%'], cwd);
    const { points, search, verdict } = onlyResult(cwd);
    assert.ok(search);
    assert.equal(search.runs.length, points.length);
    assert.deepEqual(
      points.map(({ workload }) => workload.ratePerSecond),
      search.runs.map(({ ratePerSecond }) => ratePerSecond),
    );
    assert.equal(new Set(points.map(({ workload }) => workload.seed)).size, points.length);
    // A machine that is busy elsewhere may keep the generator from measuring, and says so.
    if (search.outcome === 'all-met') {
      assert.deepEqual([exitCode, verdict, search.ratePerSecond], [0, 'valid', 40]);
      assert.deepEqual([search.runs.at(-1)?.role, search.confirmed], ['confirmation', true]);
      assert.match(stdout, /At least 40\/s meets/);
    } else {
      assert.deepEqual([search.outcome, exitCode], ['limited-by-generator', 6]);
    }
  });
  it('says when not even the low end meets the condition', async () => {
    const cwd = emptyFolder();
    const { exitCode, stdout } = await runBench([...RANGE, '--slo', 'throughput>=1000/s'], cwd);
    const { search } = onlyResult(cwd);
    if (search?.outcome === 'limited-by-generator') {
      assert.equal(exitCode, 6);
      return;
    }
    assert.deepEqual([exitCode, search?.outcome, search?.ratePerSecond], [1, 'none-met', null]);
    assert.match(stdout, /Not even 20\/s meets throughput>=1000\/s/);
  });
  it('ends before its budget would be overrun', async () => {
    const cwd = emptyFolder();
    const budget = ['--search-budget', '1ms', '--slo', 'errors<50%'];
    const { exitCode } = await runBench([...RANGE, ...budget], cwd);
    assert.equal(exitCode, 1);
    assert.deepEqual(onlyResult(cwd).search?.runs, []);
  });
});
