import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { unaccounted } from '../../src/contract/accounting.ts';
import { EXIT_CODE } from '../../src/contract/bench-error.ts';
import type { Point } from '../../src/contract/point.ts';
import { resultDocumentSchema } from '../../src/contract/result-document.ts';
import { type RealTriton, startRealTriton } from '../support/real-triton.ts';
import { type BenchEnding, emptyFolder, runBench } from '../support/run-bench.ts';
import { counted, type ServerCounters, serverCounters } from '../support/server-counters.ts';

const PROTOCOLS = ['http', 'grpc'] as const;
/** A stolen CPU may make any run here invalid; it never makes one miscount. */
const NOISE_RULES = ['distortion', 'busy-loop'];

/** One of each kind; `load.test.ts` has the rest. */
const LOADS: readonly (readonly [title: string, flags: string])[] = [
  ['an open loop', '--qps 100 --duration 3s --warmup 1s'],
  ['a closed loop', '--concurrency 8 --duration 2s --warmup 1s'],
  ['batches of 8192, 25.7 MB each', '--concurrency 2 --requests 4 --warmup 0 --batch-size 8192'],
];

describe('bench run --url against a real Triton', () => {
  let triton: RealTriton;
  before(async () => {
    triton = await startRealTriton();
  });
  after(() => triton?.[Symbol.asyncDispose]());

  interface Run extends BenchEnding {
    /** By the server's own metrics page, from before the command to after it. */
    readonly counted: ServerCounters;
    readonly folder: string;
  }

  async function bench(flags: string, model = 'mnist_mlp'): Promise<Run> {
    const { http, grpc, metrics } = triton.addresses;
    const urls = ['--url', http, '--grpc-url', grpc, '--metrics-url', metrics];
    const folder = emptyFolder();
    const start = await serverCounters(metrics, model);
    const args = ['run', ...urls, '--model', model, ...flags.split(' ')];
    const ending = await runBench(args, folder);
    return { ...ending, folder, counted: counted(start, await serverCounters(metrics, model)) };
  }

  for (const protocol of PROTOCOLS) {
    for (const [title, flags] of LOADS) {
      it(`counts what the server counts: ${title}, ${protocol}`, async () => {
        const run = await bench(`--protocol ${protocol} --timeout 60s --drain 60s ${flags}`);
        const point = onlyPoint(run.folder, run.stderr);
        const sent = point.phases.map(({ counters }) => counters.planned).reduce((a, b) => a + b);
        for (const { counters } of point.phases) {
          assert.equal(unaccounted(counters), 0);
          assert.equal(counters.completed, counters.planned, JSON.stringify(point.failures));
        }
        assert.equal(run.counted.requests, sent);
        assert.equal(run.counted.inferences, sent * point.workload.batchSize);
        assert.equal(run.counted.failures, 0);
        assert.deepEqual(
          { requests: point.server?.requests, inferences: point.server?.inferences },
          { requests: run.counted.requests, inferences: run.counted.inferences },
        );
        assert.equal(point.answers.wrong, 0);
        const fired = point.rules.filter((rule) => rule.fired && rule.verdict === 'invalid');
        const faults = fired.filter(({ rule }) => !NOISE_RULES.includes(rule));
        assert.deepEqual(faults, []);
        assert.equal(run.exitCode, fired.length > 0 ? EXIT_CODE.invalid : EXIT_CODE.fine);
      });
    }

    it(`plans exactly what the rate says, ${protocol}`, async () => {
      const run = await bench(`--protocol ${protocol} --qps 70 --duration 3s --warmup 2s`);
      const { phases } = onlyPoint(run.folder, run.stderr);
      assert.deepEqual(
        phases.map(({ name, counters }) => [name, counters.planned]),
        [
          ['warmup', 140],
          ['measured', 210],
        ],
      );
    });

    it(`sees the model's own accuracy, ${protocol}`, async () => {
      const run = await bench(`--protocol ${protocol} --concurrency 4 --requests 1000 --warmup 0`);
      const { answers } = onlyPoint(run.folder, run.stderr);
      assert.equal(answers.labelled, 1000);
      assert.ok(answers.correct >= 950, `${answers.correct} of 1000`);
    });

    for (const [model, reason] of [
      ['decoupled', /decoupled/],
      ['sequence', /sequence/],
    ] as const) {
      it(`refuses a ${model} model with the reason and sends it nothing, ${protocol}`, async () => {
        const run = await bench(`--protocol ${protocol} --qps 10`, model);
        assert.equal(run.exitCode, EXIT_CODE.usage);
        assert.match(run.stderr, reason);
        assertPlain(run.stderr);
        assert.deepEqual(run.counted, { requests: 0, inferences: 0, executions: 0, failures: 0 });
      });
    }

    it(`names the models there are when asked for one there is not, ${protocol}`, async () => {
      const run = await bench(`--protocol ${protocol} --qps 10`, 'mnist_mpl');
      assert.equal(run.exitCode, EXIT_CODE.usage);
      assert.match(run.stderr, /mnist_mpl/);
      assert.match(run.stderr, /did you mean "mnist_mlp"/);
      assertPlain(run.stderr);
      assert.equal(run.counted.requests, 0);
    });

    it(`says which batches the model takes, ${protocol}`, async () => {
      const run = await bench(`--protocol ${protocol} --batch-size 8193 --qps 10`);
      assert.equal(run.exitCode, EXIT_CODE.usage);
      assert.match(run.stderr, /8192/);
      assertPlain(run.stderr);
    });
  }
});

/** The one point of the one result below a folder. */
function onlyPoint(folder: string, stderr: string): Point {
  const reports = join(folder, 'reports');
  const [id, ...others] = readdirSync(reports);
  assert.ok(id !== undefined && others.length === 0, stderr);
  const text = readFileSync(join(reports, id, 'result.json'), 'utf8');
  const { points } = resultDocumentSchema.parse(JSON.parse(text));
  assert.equal(points.length, 1);
  return points[0] as Point;
}

/** A person can read it: no stack trace. */
function assertPlain(stderr: string): void {
  assert.doesNotMatch(stderr, /\n\s+at .*\(.*:\d+:\d+\)/);
}
