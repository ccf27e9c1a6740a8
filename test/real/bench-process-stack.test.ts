import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { addCounters } from '../../src/contract/accounting.ts';
import { EXIT_CODE } from '../../src/contract/bench-error.ts';
import { CLIENT_METRICS } from '../../src/contract/client-metrics.ts';
import type { ResultDocument } from '../../src/contract/result-document.ts';
import { decodeHistogram } from '../../src/load/stats/histogram-codec.ts';
import { stackMembers } from '../../src/stack/drivers/process/stack-processes.ts';
import { readRecord } from '../../src/stack/drivers/process/stack-record.ts';
import { freePorts } from '../support/free-ports.ts';
import { assertFineOrNoisy, onlyResult } from '../support/only-result.ts';
import { packageRoot } from '../support/package-root.ts';
import { emptyFolder, runBench, stateHome } from '../support/run-bench.ts';

const STACK = [
  ...['--triton-bin', `${packageRoot}scripts/real-servers/tritonserver`],
  ...['--model-repository', `${packageRoot}test/real/triton-repository`],
];
const RUN = ['run', '--stack', 'process', ...STACK, '--model', 'mnist_mlp', '--timeout', '60s'];
const stackFolder = (cwd: string) => join(stateHome(cwd), 'inferbench/stacks/default');

/** The one number that a query of a Prometheus gives. */
async function numberOf(prometheus: string, query: string): Promise<number> {
  const answer = await fetch(`${prometheus}/api/v1/query?query=${encodeURIComponent(query)}`);
  const { data } = (await answer.json()) as { data: { result: { value: [number, string] }[] } };
  assert.equal(data.result.length, 1, query);
  return Number(data.result[0]?.value[1]);
}

/** What Prometheus kept of a run's own page: the page is gone with the run. */
async function keptOf(prometheus: string, { id }: ResultDocument) {
  const last = (name: string, more = '') => `last_over_time(${name}{run="${id}"${more}}[1h])`;
  const { requests, responseTime, serviceTime, lateness } = CLIENT_METRICS;
  const quantile = (share: number, name: string) =>
    numberOf(prometheus, `histogram_quantile(${share}, sum by (le) (${last(`${name}_bucket`)}))`);
  return {
    completed: await numberOf(prometheus, last(requests.name, ',outcome="ok"')),
    answered: await numberOf(prometheus, last(`${responseTime.name}_count`)),
    sumSeconds: await numberOf(prometheus, last(`${responseTime.name}_sum`)),
    responseP50: await quantile(0.5, responseTime.name),
    responseP90: await quantile(0.9, responseTime.name),
    serviceP50: await quantile(0.5, serviceTime.name),
    latenessP50: await quantile(0.5, lateness.name),
  };
}

/** The run's own page, once it counts an answer. */
async function untilAnswered(port: number): Promise<string> {
  for (;;) {
    const page = await fetch(`http://127.0.0.1:${port}/metrics`).then(
      (answer) => answer.text(),
      () => '',
    );
    if (/outcome="ok"} [1-9]/.test(page)) return page;
    await pause(100);
  }
}

describe('bench run --stack process with a real Triton and Prometheus', {
  timeout: 600_000,
}, () => {
  it('measures, is scraped by what it started, and leaves it only when told', async () => {
    const cwd = emptyFolder();
    const [port = 0] = await freePorts(1);
    const load = ['--qps', '100', '--duration', '10s', '--warmup', '0'];
    const run = await runBench([...RUN, ...load, '--expose', String(port), '--keep'], cwd);
    const document = onlyResult(cwd);
    assertFineOrNoisy(run.exitCode, document);
    assert.equal(document.target.driver, 'process');
    assert.equal(document.target.standIn, null);
    const point = document.points[0];
    assert.ok(point, run.stderr);
    const { completed, timedOut } = point.phases
      .map(({ counters }) => counters)
      .reduce(addCounters);
    assert.equal(completed, 1000);
    assert.equal(point.server?.requests, 1000);

    const status = await runBench(['stack', 'status', '--json'], cwd);
    const { services } = JSON.parse(status.stdout);
    const prometheus: string = services[1].addresses.http;
    const kept = await keptOf(prometheus, document);
    assert.equal(kept.completed, completed);
    assert.equal(kept.answered, completed + timedOut);
    const served = `last_over_time(nv_inference_request_success{model="mnist_mlp"}[1h])`;
    assert.equal(await numberOf(prometheus, served), 1000);

    const { response, service, lateness } = point.histograms;
    const mean = decodeHistogram(response).meanNs ?? 0;
    assert.ok(Math.abs(kept.sumSeconds * 1e9 - mean * 1000) <= mean, `${kept.sumSeconds}`);
    for (const [shown, encoded, rank] of [
      [kept.responseP50, response, 500],
      [kept.responseP90, response, 900],
      [kept.serviceP50, service, 500],
      [kept.latenessP50, lateness, 500],
    ] as const) {
      const exact = (decodeHistogram(encoded).valueAtRank(rank) ?? 0) / 1e9;
      // Within a bucket; the lowest one begins at 0.
      assert.ok(shown <= Math.max(exact, 1e-6) * 1.3 && shown >= exact / 1.3 - 1e-6, `${shown}`);
    }

    const record = readRecord(stackFolder(cwd));
    assert.ok(record && stackMembers(record).length > 2);
    assert.equal((await runBench(['stack', 'down'], cwd)).exitCode, 0);
    assert.deepEqual(stackMembers(record), []);
  });

  it('ends what it started with the run', async () => {
    const cwd = emptyFolder();
    const load = ['--concurrency', '2', '--requests', '50', '--warmup', '0'];
    const own = ['--triton-arg=--id=triton-of-the-test', '--no-prometheus'];
    const run = await runBench([...RUN, ...own, ...load, '--protocol', 'grpc'], cwd);
    const document = onlyResult(cwd);
    assertFineOrNoisy(run.exitCode, document);
    assert.equal(document.points[0]?.server?.requests, 50);
    assert.equal(document.target.serverName, 'triton-of-the-test');
    assert.ok(!existsSync(stackFolder(cwd)));
  });

  it('counts a run as failed when its Triton dies, and says how it died', async () => {
    const cwd = emptyFolder();
    const [port = 0] = await freePorts(1);
    const load = ['--qps', '20', '--duration', '6s', '--warmup', '0', '--expose', String(port)];
    const run = runBench([...RUN, '--no-prometheus', ...load], cwd);
    await untilAnswered(port);
    const record = readRecord(stackFolder(cwd));
    process.kill(record?.services[0]?.pid ?? 0, 'SIGKILL');
    const { exitCode } = await run;
    const { status, points } = onlyResult(cwd);
    assert.deepEqual([status, exitCode], ['failed', EXIT_CODE.loadFailed]);
    assert.match(
      points[0]?.notes.join('\n') ?? '',
      /Triton was ended by SIGKILL; its last lines: /,
    );
    assert.ok(record && stackMembers(record).length === 0);
    assert.ok(!existsSync(stackFolder(cwd)));
  });

  it('shows a page that Prometheus has nothing to say against, and leaves nothing when it is killed', async () => {
    const cwd = emptyFolder();
    const [port = 0] = await freePorts(1);
    let pid = 0;
    const load = ['--qps', '20', '--duration', '10m', '--expose', String(port)];
    const run = runBench([...RUN, ...load], cwd, (started) => {
      pid = started;
    });
    const page = await untilAnswered(port);
    const lint = spawnSync('promtool', ['check', 'metrics'], { input: page });
    assert.equal(lint.status, 0, `${lint.stdout}${lint.stderr}`);
    const record = readRecord(stackFolder(cwd));
    assert.ok(record);
    process.kill(pid, 'SIGKILL');
    await run;
    while (stackMembers(record).length > 0 || existsSync(stackFolder(cwd))) await pause(100);
  });
});
