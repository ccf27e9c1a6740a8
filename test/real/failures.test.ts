import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { unaccounted } from '../../src/contract/accounting.ts';
import { EXIT_CODE } from '../../src/contract/bench-error.ts';
import type { Point } from '../../src/contract/point.ts';
import { killAfter } from '../support/kill-after.ts';
import { Nginx } from '../support/nginx.ts';
import { onlyResult } from '../support/only-result.ts';
import { packageRoot } from '../support/package-root.ts';
import { type RealTriton, startRealTriton } from '../support/real-triton.ts';
import { type BenchEnding, emptyFolder, runBench } from '../support/run-bench.ts';

const MODEL = 'failing';
/** What the model's input asks for, the request's end over HTTP, and over gRPC. */
const FATES = [
  [1, 'http-4xx', 'grpc-unknown'],
  [2, 'http-5xx', 'grpc-internal'],
  [3, 'http-4xx', 'grpc-not-found'],
  [4, 'http-4xx', 'grpc-invalid-argument'],
  [5, 'http-5xx', 'grpc-unavailable'],
  [6, 'http-5xx', 'grpc-unimplemented'],
  [7, 'http-4xx', 'grpc-cancelled'],
] as const;
const SLOW = 8;
/** A request that lost its connection, and those that found no server afterwards. */
const LOST = ['refused', 'reset', 'closed-mid-answer'];

function addressesOf({ addresses: { http, grpc, metrics } }: RealTriton): string[] {
  return ['--url', http, '--grpc-url', grpc, '--metrics-url', metrics, '--model', MODEL];
}

interface Run extends BenchEnding {
  readonly point: Point;
}

/** Requests with these fates in turn, and with these values wanted back where there are any. */
async function bench(
  triton: RealTriton,
  fates: readonly number[],
  flags: string,
  wanted: readonly number[] = [],
): Promise<Run> {
  const cwd = emptyFolder();
  const data = {
    data: fates.map((fate) => ({ fate: [fate] })),
    ...(wanted.length > 0 && { validation_data: wanted.map((echo) => ({ echo: [echo] })) }),
  };
  writeFileSync(join(cwd, 'fates.json'), JSON.stringify(data));
  const args = ['run', ...addressesOf(triton), '--input-data', 'fates.json', ...flags.split(' ')];
  const ending = await runBench(args, cwd);
  const [point] = onlyResult(cwd).points;
  assert.ok(point, ending.stderr);
  for (const { counters } of point.phases) assert.equal(unaccounted(counters), 0);
  return { ...ending, point };
}

/** [reason, count] of each failure, by reason. */
function failuresOf(point: Point): (readonly [string, number])[] {
  return point.failures.map(({ reason, count }) => [reason, count] as const).sort();
}

describe('bench run against a real Triton whose model fails', () => {
  let triton: RealTriton;
  before(async () => {
    triton = await startRealTriton(`${packageRoot}test/real/failing-repository`);
  });
  after(() => triton?.[Symbol.asyncDispose]());

  for (const [protocol, place] of [
    ['http', 1],
    ['grpc', 2],
  ] as const) {
    for (const fate of FATES) {
      it(`names ${fate[place]} with its count, its times and one sample, ${protocol}`, async () => {
        const { point, exitCode, stdout } = await bench(
          triton,
          [0, fate[0]],
          `--protocol ${protocol} --concurrency 1 --requests 20 --warmup 0`,
        );
        assert.deepEqual(failuresOf(point), [[fate[place], 10]]);
        const [failure] = point.failures;
        assert.match(failure?.sample ?? '', new RegExp(`fate ${fate[0]} came true`));
        assert.ok(failure && failure.firstNs > 0 && failure.firstNs < failure.lastNs);
        assert.match(stdout, new RegExp(`${fate[place]} +10 .*fate ${fate[0]} came true`));
        assert.match(String(exitCode), /^[16]$/, 'errors<=1% is missed');
      });
    }

    it(`names timed-out for what takes too long, ${protocol}`, async () => {
      const { point, exitCode } = await bench(
        triton,
        [SLOW],
        `--protocol ${protocol} --concurrency 1 --requests 3 --warmup 0 --timeout 300ms`,
      );
      assert.deepEqual(failuresOf(point), [['timed-out', 3]]);
      assert.equal(point.phases.at(-1)?.counters.timedOut, 3);
      assert.equal(exitCode, EXIT_CODE.loadFailed);
    });

    it(`names wrong-answer for other values than were wanted, ${protocol}`, async () => {
      const { point, exitCode } = await bench(
        triton,
        [0, 0],
        `--protocol ${protocol} --concurrency 1 --requests 20 --warmup 0`,
        [0, 1],
      );
      assert.deepEqual(failuresOf(point), [['wrong-answer', 10]]);
      assert.equal(exitCode, EXIT_CODE.invalid);
      assert.equal(point.rules.find(({ rule }) => rule === 'wrong-answers')?.fired, true);
    });

    it(`goes on when the server is killed, and names what was lost and refused, ${protocol}`, async () => {
      await using mortal = await startRealTriton(`${packageRoot}test/real/failing-repository`);
      // The last answers that it counted may be lost on their way.
      const killed = killAfter(mortal, MODEL, 40);
      const { point, stderr } = await bench(
        mortal,
        [0],
        `--protocol ${protocol} --qps 40 --duration 6s --warmup 0 --timeout 3s`,
      );
      await killed;
      const reasons = point.failures.map(({ reason }) => reason);
      assert.ok(reasons.includes('refused'), stderr);
      for (const reason of reasons) assert.ok(LOST.includes(reason), reason);
      const counters = point.phases.at(-1)?.counters;
      assert.ok(counters && counters.completed >= 30 && counters.failed > 0);
      assert.equal(counters.planned, 240);
      const refused = point.failures.find(({ reason }) => reason === 'refused');
      assert.ok(refused && refused.firstNs < refused.lastNs && /ECONNREFUSED/.test(refused.sample));
    });
  }

  it('names what a real proxy answers where Triton is out of reach', async () => {
    const { http } = triton.addresses;
    await using nginx = await Nginx.start(
      `location /v2/models/${MODEL}/infer { proxy_pass http://127.0.0.1:1; }
       location / { proxy_pass ${http}; }`,
    );
    const cwd = emptyFolder();
    const args = ['--url', `http://127.0.0.1:${nginx.port}`, '--model', MODEL];
    const { exitCode } = await runBench(
      ['run', ...args, '--concurrency', '1', '--requests', '20', '--warmup', '0'],
      cwd,
    );
    const [point] = onlyResult(cwd).points;
    assert.deepEqual(point && failuresOf(point), [['http-5xx', 20]]);
    assert.match(point?.failures[0]?.sample ?? '', /^HTTP 502: .*Bad Gateway/);
    assert.equal(exitCode, EXIT_CODE.loadFailed);
  });
});
