import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fetchMetrics } from '../../../src/clients/triton-metrics.ts';
import { unaccounted } from '../../../src/contract/accounting.ts';
import { assertFineOrNoisy, onlyResult } from '../../support/only-result.ts';
import { emptyFolder, packageFolder, runBench } from '../../support/run-bench.ts';
import { embeddedStack } from '../../support/with-embedded-stack.ts';

/** Nothing here is about time: a CPU that is gone for seconds must not time a request out. */
const PATIENCE = ['--timeout', '60s', '--drain', '60s'];
const SHORT = [...PATIENCE, '--duration', '2s', '--warmup', '1s', '--seed', '7'];

/** Resolves once the server has answered so many requests: the load is on its way then. */
async function untilServed(metricsUrl: string, requests: number): Promise<void> {
  for (;;) {
    const samples = await fetchMetrics(metricsUrl);
    const served = samples.find(({ name }) => name === 'nv_inference_request_success');
    if ((served?.value ?? 0) >= requests) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

describe('bench run', () => {
  for (const protocol of ['http', 'grpc'] as const) {
    it(`--qps 200 over ${protocol} sends exactly what was planned, and the server agrees`, async () => {
      const cwd = emptyFolder();
      const args = ['run', '--qps', '200', '--protocol', protocol, ...SHORT];
      const { exitCode, stdout } = await runBench(args, cwd);
      const document = onlyResult(cwd);
      assertFineOrNoisy(exitCode, document);
      const [point] = document.points;
      assert.ok(point);
      const [warmup, measured] = point.phases.map(({ counters }) => counters);
      assert.equal(warmup?.planned, 200);
      assert.equal(measured?.planned, 400);
      assert.equal(measured?.completed, 400);
      for (const { counters } of point.phases) assert.equal(unaccounted(counters), 0);
      assert.equal(point.server?.requests, 600);
      assert.equal(point.server?.expectedRequests, 600);
      assert.equal(point.server?.failures, 0);
      assert.ok((point.server?.executions ?? 601) <= 600);
      assert.equal(point.answers.checked, 400);
      assert.equal(point.answers.wrong, 0);
      assert.ok(point.answers.correct / point.answers.labelled > 0.9);
      assert.match(stdout, /stand-in, not Triton/);
    });
  }
  for (const [load, planned] of [
    [['--concurrency', '1', '--requests', '50'], 50],
    [['--concurrency', '8', '--requests', '203'], 203],
    [['--concurrency', '64', '--requests', '500'], 500],
    [['--qps', '100', '--concurrency', '4', '--requests', '100', '--arrivals', 'constant'], 100],
    [['--concurrency', '2', '--batch-size', '64', '--requests', '40'], 40],
    [['--concurrency', '2', '--tensor-format', 'json', '--requests', '40'], 40],
    [['--qps', '200', '--workers', '2', '--requests', '300'], 300],
  ] as const) {
    it(`${load.join(' ')} measures exactly ${planned}`, async () => {
      const cwd = emptyFolder();
      const { exitCode } = await runBench(['run', ...load, ...PATIENCE, '--warmup', '0'], cwd);
      const document = onlyResult(cwd);
      assertFineOrNoisy(exitCode, document);
      const [point] = document.points;
      const measured = point?.phases.find(({ name }) => name === 'measured')?.counters;
      assert.equal(measured?.planned, planned);
      assert.equal(measured?.completed, planned);
      assert.equal(point?.server?.requests, planned);
    });
  }
  for (const protocol of ['http', 'grpc'] as const) {
    it(`batch 8192 (25.7 MB a request) goes through over ${protocol}`, async () => {
      const cwd = emptyFolder();
      const args = ['--batch-size', '8192', '--concurrency', '1', '--requests', '2'];
      await runBench(['run', ...args, ...PATIENCE, '--warmup', '0', '--protocol', protocol], cwd);
      const [point] = onlyResult(cwd).points;
      const measured = point?.phases.find(({ name }) => name === 'measured')?.counters;
      assert.equal(measured?.completed, 2);
      assert.equal(point?.server?.inferences, 2 * 8192);
      assert.equal(point?.answers.wrong, 0);
    });
  }
  it('ends early on the first interrupt, keeps what was measured, and answers 130', async () => {
    const cwd = emptyFolder();
    await using stack = await embeddedStack();
    const { http = '', grpc = '', metrics = '' } = stack.addresses;
    const server = ['--url', http, '--grpc-url', grpc, '--metrics-url', metrics];
    const { exitCode, stderr } = await runBench(
      ['run', '--qps', '50', '--warmup', '0', '--duration', '10m', ...server],
      cwd,
      (pid) => void untilServed(metrics, 50).then(() => process.kill(pid, 'SIGINT')),
    );
    assert.equal(exitCode, 130, stderr);
    const document = onlyResult(cwd);
    assert.equal(document.status, 'interrupted');
    assert.match(document.target.standIn ?? '', /not Triton/);
    assert.match(document.command, / --seed \d+$/);
    for (const { counters } of document.points[0]?.phases ?? []) {
      assert.equal(unaccounted(counters), 0);
    }
  });
  it('is a function too: the example of the README runs', () => {
    const cwd = emptyFolder();
    const example = join(packageFolder, 'examples/run-benchmark.js');
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [example, join(cwd, 'reports')],
      { cwd, encoding: 'utf8' },
    );
    assert.equal(status, 0, stderr);
    assert.match(stdout, /100 of 100 requests answered/);
    assert.equal(onlyResult(cwd).points.length, 1);
  });
});

describe('bench report', () => {
  it('shows the last result in every form, the same document as was stored', async () => {
    const cwd = emptyFolder();
    await runBench(['run', '--concurrency', '1', '--requests', '20', '--warmup', '0'], cwd);
    const stored = onlyResult(cwd);
    const json = await runBench(['report', '--format', 'json'], cwd);
    assert.deepEqual(JSON.parse(json.stdout), JSON.parse(JSON.stringify(stored)));
    for (const [format, words] of [
      ['text', /mnist_mlp/],
      ['md', /^# /m],
      ['html', /^<!doctype html>/i],
    ] as const) {
      const { exitCode, stdout } = await runBench(['report', stored.id, '--format', format], cwd);
      assert.equal(exitCode, 0);
      assert.match(stdout, words);
    }
  });
});
