import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { unaccounted } from '../../src/contract/accounting.ts';
import { EXIT_CODE } from '../../src/contract/bench-error.ts';
import { freePorts } from '../support/free-ports.ts';
import { killAfter } from '../support/kill-after.ts';
import { onlyResult } from '../support/only-result.ts';
import { startTritonAt } from '../support/real-triton.ts';
import { emptyFolder, runBench } from '../support/run-bench.ts';

/** Triton is back within seconds; the load goes on long enough to meet it again. */
const MODEL = 'mnist_mlp';
/** The warm-up and some seconds of the measured phase. */
const ENOUGH = 200;
const LOAD = '--qps 50 --warmup 1s --duration 30s --timeout 2s --drain 2s';

describe('bench run while a real Triton is killed and started again', () => {
  for (const protocol of ['http', 'grpc'] as const) {
    it(`is invalid, and every report says why, ${protocol}`, async () => {
      const [http = 0, grpc = 0, metrics = 0] = await freePorts(3);
      const ports = { http, grpc, metrics };
      await using first = await startTritonAt(ports);
      const { addresses } = first;
      const urls = [
        '--url',
        addresses.http,
        '--grpc-url',
        addresses.grpc,
        '--metrics-url',
        addresses.metrics,
      ];
      const folder = emptyFolder();
      const running = runBench(
        ['run', ...urls, '--model', MODEL, '--protocol', protocol, ...LOAD.split(' ')],
        folder,
      );
      await killAfter(first, MODEL, ENOUGH);
      await first[Symbol.asyncDispose]();
      await using second = await startTritonAt(ports);
      const ending = await running;
      assert.notEqual(second.processId, first.processId);
      const point = onlyResult(folder).points[0] ?? assert.fail(ending.stderr);
      assert.equal(point.verdict, 'invalid');
      assert.equal(ending.exitCode, EXIT_CODE.invalid, ending.stderr);
      const rule = point.rules.find((one) => one.rule === 'server-restart');
      assert.equal(rule?.fired, true, JSON.stringify(point.rules));
      for (const { counters } of point.phases) assert.equal(unaccounted(counters), 0);
      const counters = point.phases.at(-1)?.counters;
      assert.ok((counters?.failed ?? 0) > 0, 'requests met nobody');
      assert.ok((counters?.completed ?? 0) > 50, 'the load met it again');
      for (const file of ['report.md', 'report.html']) {
        const [id = ''] = readdirSync(join(folder, 'reports'));
        assert.match(readFileSync(join(folder, 'reports', id, file), 'utf8'), /restart/, file);
      }
      assert.match(ending.stdout, /INVALID[\s\S]*restart/);
    });
  }
});
