import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { BenchError } from '../../../src/contract/bench-error.ts';
import { parseRunConfig } from '../../../src/contract/parse-run-config.ts';
import type { RunOptionsText } from '../../../src/contract/run-options.ts';
import { buildLoadPlan } from '../../../src/load/build-load-plan.ts';
import type { Trace } from '../../../src/load/trace/trace-builder.ts';

const plan = (
  options: RunOptionsText,
  { cores = 64, openFiles = 100_000, trace = null as Trace | null } = {},
) =>
  buildLoadPlan(parseRunConfig(options), {
    ...{ seed: 7, modelName: 'mnist_mlp', modelVersion: null, cores, openFiles, trace },
    payload: { source: 'digits', distinct: 1000, bytesPerRequest: 3300, sha256: 'ab' },
  });

describe('the plan of an open loop', () => {
  it('has the defaults of `bench run --qps 200`', () => {
    const { workload, phases, drainNs } = plan({ qps: 200 });
    assert.deepEqual(phases, [
      { name: 'warmup', startNs: 0, durationNs: 5e9, requests: 1000 },
      { name: 'measured', startNs: 5e9, durationNs: 30e9, requests: 6000 },
    ]);
    assert.equal(drainNs, 5e9);
    const { model, arrivals, ratePerSecond, concurrency, maxInFlight, connections } = workload;
    assert.deepEqual(
      { model, arrivals, ratePerSecond, concurrency, maxInFlight, connections },
      {
        ...{ model: 'open', arrivals: 'poisson', ratePerSecond: 200, concurrency: null },
        ...{ maxInFlight: 1000, connections: 16 },
      },
    );
    assert.equal(workload.workers, 1);
    assert.equal(workload.timeoutNs, 5e9);
  });
  it('caps what is in flight at the rate times the timeout, and at 1024', () => {
    assert.equal(plan({ qps: 3, timeout: '1.5s' }).workload.maxInFlight, 5);
    assert.equal(plan({ qps: 0.1 }).workload.maxInFlight, 1);
    assert.equal(plan({ qps: 50_000 }).workload.maxInFlight, 1024);
  });
  it('takes --concurrency beside --qps as the cap', () => {
    const { workload } = plan({ qps: 200, concurrency: 3 });
    assert.equal(workload.model, 'open');
    assert.equal(workload.maxInFlight, 3);
    assert.equal(workload.connections, 3);
  });
  it('measures exactly --requests, for as long as they take at this rate', () => {
    const { phases } = plan({ qps: 400, requests: 1000, warmup: '0' });
    assert.deepEqual(phases[1], {
      name: 'measured',
      startNs: 0,
      durationNs: 2.5e9,
      requests: 1000,
    });
  });
  it('adds a worker for each 15,000 requests per second, as far as there are cores', () => {
    assert.equal(plan({ qps: 15_000 }).workload.workers, 1);
    assert.equal(plan({ qps: 15_001 }).workload.workers, 2);
    assert.equal(plan({ qps: 100_000 }, { cores: 4 }).workload.workers, 4);
    assert.equal(plan({ qps: 100, workers: 3 }, { cores: 2 }).workload.workers, 3);
  });
  it('draws the rate times the duration, rounded, whatever they are', () => {
    const rates = fc.double({ min: 0.5, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(rates, fc.integer({ min: 1, max: 2000 }), (qps, seconds) => {
        const { phases } = plan({ qps, duration: `${seconds}s` });
        assert.equal(phases[1]?.requests, Math.round((qps * seconds * 1e9) / 1e9));
      }),
    );
  });
});

describe('the plan of a closed loop', () => {
  it('keeps one request in flight when nothing is said', () => {
    const { workload, phases } = plan({});
    assert.equal(workload.model, 'closed');
    assert.equal(workload.arrivals, 'on-answer');
    assert.equal(workload.concurrency, 1);
    assert.equal(workload.maxInFlight, 1);
    assert.deepEqual(phases[1], {
      ...{ name: 'measured', startNs: 5e9, durationNs: 30e9, requests: null },
    });
  });
  it('is bounded by --requests alone when they are given', () => {
    const { phases } = plan({ concurrency: 8, requests: 100 });
    assert.deepEqual(phases[1], {
      ...{ name: 'measured', startNs: 5e9, durationNs: null, requests: 100 },
    });
  });
  it('has no worker without a slot, and no worker without a connection', () => {
    const narrow = plan({ concurrency: 2, workers: 8 }).workload;
    assert.equal(narrow.workers, 2);
    const wide = plan({ concurrency: 64, workers: 8, connections: 3 }).workload;
    assert.equal(wide.workers, 8);
    assert.equal(wide.connections, 8);
  });
  it('opens four connections for gRPC, which share them', () => {
    assert.equal(plan({ concurrency: 64, protocol: 'grpc' }).workload.connections, 4);
  });
});

describe('a plan and the limit of open files', () => {
  const limit = { openFiles: 1024 };
  it('fits a default cap into it', () => {
    assert.equal(plan({ qps: 50_000 }, limit).workload.maxInFlight, 960);
  });
  for (const [options, wanted] of [
    [{ concurrency: 1000 }, '1000'],
    [{ qps: 5000, concurrency: 5000 }, '5000'],
    [{ concurrency: 2000, connections: 2000, protocol: 'grpc' }, '2000'],
  ] as const) {
    it(`explains it before the start: ${JSON.stringify(options)}`, () => {
      assert.throws(
        () => plan(options, limit),
        (error: BenchError) => {
          assert.equal(error.code, 'config-invalid');
          assert.match(error.message, new RegExp(`^${wanted} connections .* limit is 1024 files`));
          assert.match(error.hint, new RegExp(`ulimit -n ${Number(wanted) + 64}`));
          return true;
        },
      );
    });
  }
  it('does not mind concurrency that shares connections, or that opens none', () => {
    assert.equal(plan({ concurrency: 5000, protocol: 'grpc' }, limit).workload.maxInFlight, 5000);
    assert.equal(plan({ concurrency: 5000, engine: 'null' }, limit).workload.maxInFlight, 5000);
  });
});

describe('the plan of stages', () => {
  const STAGES = '0-200/30s,200/60s,500/5s';
  it('has exactly the area under the rate due, and lasts as long as the stages', () => {
    const { phases, workload } = plan({ stages: STAGES, warmup: '0' });
    const [, measured] = phases;
    assert.equal(measured?.requests, 3000 + 12_000 + 2500);
    assert.equal(measured?.durationNs, 95e9);
    assert.equal(workload.stages, STAGES);
    assert.equal(workload.model, 'open');
    assert.equal(workload.ratePerSecond, 17_500 / 95);
  });
  it('is made for its highest rate', () => {
    const { workload } = plan({ stages: '10/10s,30000-10/10s', timeout: '10ms' });
    assert.equal(workload.maxInFlight, 300);
    assert.equal(workload.workers, 2);
  });
  it('warms up at the mean rate of the first stage, and not at all where that is 0', () => {
    assert.equal(plan({ stages: STAGES, warmup: '4s' }).phases[0]?.requests, 400);
    const [warmup, measured] = plan({ stages: '0/1s,10/1s', warmup: '4s' }).phases;
    assert.deepEqual([warmup?.durationNs, warmup?.requests, measured?.startNs], [0, 0, 0]);
  });
});

describe('the plan of a trace', () => {
  it('sends what was recorded, after a warm-up at its mean rate', () => {
    const trace: Trace = {
      ...{ file: 'day.txt', recordedNs: new SharedArrayBuffer(8 * 400), count: 400 },
      ...{ durationNs: 4e9, peakPerSecond: 300, sha256: 'ab' },
    };
    const { phases, workload } = plan({ trace: 'x/day.txt', warmup: '2s' }, { trace });
    assert.deepEqual(
      phases.map(({ requests, durationNs }) => [requests, durationNs]),
      [
        [200, 2e9],
        [400, 4e9],
      ],
    );
    assert.equal(workload.arrivals, 'trace');
    assert.equal(workload.maxInFlight, 1024);
    assert.deepEqual(workload.trace, { file: 'day.txt', arrivals: 400, sha256: 'ab' });
  });
});
