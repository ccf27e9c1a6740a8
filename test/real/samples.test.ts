import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { assertFineOrNoisy, onlyResult } from '../support/only-result.ts';
import { type RealTriton, startRealTriton } from '../support/real-triton.ts';
import { emptyFolder, packageFolder, runBench } from '../support/run-bench.ts';
import { tapServer } from '../support/tapped-server.ts';

const SAMPLES = ['--samples', 'run.samples'];
const PATIENCE = ['--timeout', '60s', '--drain', '60s'];

interface Row {
  readonly id: string;
  readonly outcome: string;
  readonly dueNs: number;
  readonly doneNs: number | null;
}

async function rows(cwd: string): Promise<Row[]> {
  const { stdout } = await runBench(['report', ...SAMPLES, '--format', 'ndjson'], cwd);
  const lines = stdout.trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line));
}

const idsIn = (bytes: string) => bytes.match(/\d{4}-\d{11}/g)?.sort() ?? [];

describe('the ids of samples at a real Triton', () => {
  let triton: RealTriton;
  before(async () => {
    triton = await startRealTriton();
  });
  after(() => triton?.[Symbol.asyncDispose]());

  for (const [protocol, flags] of [
    ['http', ['--qps', '80', '--duration', '2s', '--warmup', '1s', '--workers', '2']],
    ['http', ['--concurrency', '4', '--requests', '60', '--warmup', '0', '--batch-size', '64']],
    [
      'http',
      ['--sweep', 'qps=30,60', '--duration', '1s', '--warmup', '0', '--tensor-format', 'json'],
    ],
    ['grpc', ['--qps', '80', '--duration', '2s', '--warmup', '1s', '--workers', '2']],
    ['grpc', ['--concurrency', '4', '--requests', '60', '--warmup', '0', '--batch-size', '64']],
    ['grpc', ['--engine', 'grpc-js', '--qps', '40', '--requests', '60', '--warmup', '0']],
  ] as const) {
    it(`arrive and come back once each, ${protocol}: ${flags.join(' ')}`, async () => {
      const { http, grpc, metrics } = triton.addresses;
      await using tap = await tapServer(protocol === 'http' ? new URL(http).host : grpc);
      const urls = protocol === 'http' ? [`http://${tap.address}`, grpc] : [http, tap.address];
      const cwd = emptyFolder();
      const server = [
        '--url',
        urls[0] ?? '',
        '--grpc-url',
        urls[1] ?? '',
        '--metrics-url',
        metrics,
      ];
      const load = ['--protocol', protocol, '--model', 'mnist_mlp', ...flags];
      const { exitCode } = await runBench(
        ['run', ...server, ...load, ...SAMPLES, ...PATIENCE],
        cwd,
      );
      const document = onlyResult(cwd);
      assertFineOrNoisy(exitCode, document);
      const kept = (await rows(cwd)).map(({ id }) => id).sort();
      const planned = document.points
        .flatMap(({ phases }) => phases)
        .reduce((sum, { counters }) => sum + counters.planned, 0);
      assert.equal(kept.length, planned);
      assert.equal(new Set(kept).size, planned);
      assert.deepEqual(idsIn(tap.sent()), kept);
      assert.deepEqual(idsIn(tap.received()), kept);
      for (const { answers, server: seen } of document.points) {
        assert.equal(answers.wrong, 0);
        assert.equal(seen?.requests, seen?.expectedRequests);
      }
    });
  }
});

describe('the page about samples', () => {
  it('shows a reader in Python that reads them', async () => {
    const cwd = emptyFolder();
    const page = readFileSync(join(packageFolder, 'docs/samples.md'), 'utf8');
    const [, example] = /```python\n([\s\S]*?)```/.exec(page) ?? [];
    const load = ['--engine', 'null', '--qps', '500', '--requests', '300', '--warmup', '0'];
    await runBench(['run', ...load, ...SAMPLES], cwd);
    const { stdout, stderr } = spawnSync('python3', ['-c', String(example), 'run.samples'], {
      cwd,
      encoding: 'utf8',
    });
    assert.equal(stderr, '');
    const told = (await rows(cwd)).map(({ id, outcome, dueNs, doneNs }) =>
      [id, outcome, dueNs, doneNs].join(' '),
    );
    assert.equal(told.length, 300);
    assert.deepEqual(stdout.trimEnd().split('\n'), told);
  });
});
