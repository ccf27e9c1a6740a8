import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { unaccounted } from '../../src/contract/accounting.ts';
import type { LoadOutcome } from '../../src/contract/measurements.ts';
import { parseRunConfig } from '../../src/contract/parse-run-config.ts';
import { prepareLoad, runLoad } from '../../src/load/index.ts';
import { type RealTriton, startRealTriton } from '../support/real-triton.ts';
import { counted, type ServerCounters, serverCounters } from '../support/server-counters.ts';

/** Nothing here is about time: a stolen CPU must not time a request out. */
const PATIENCE = { timeout: '60s', drain: '60s' };

interface Load {
  readonly title: string;
  readonly options: object;
  /** Requests that have to be planned by phase, where the configuration alone says how many. */
  readonly planned?: readonly [warmup: number, measured: number];
}

const LOADS: readonly Load[] = [
  {
    title: 'Poisson arrivals at 100/s',
    options: { qps: 100, duration: '3s', warmup: '1s' },
    planned: [100, 300],
  },
  {
    title: 'constant arrivals at 70/s',
    options: { qps: 70, arrivals: 'constant', duration: '2s', warmup: '0' },
    planned: [0, 140],
  },
  {
    title: 'an open loop with a cap of 2 in flight',
    options: { qps: 60, concurrency: 2, duration: '2s', warmup: '1s' },
    planned: [60, 120],
  },
  {
    title: 'two workers',
    options: { qps: 100, workers: 2, duration: '2s', warmup: '1s' },
    planned: [100, 200],
  },
  {
    title: 'a closed loop of 1',
    options: { concurrency: 1, requests: 100, warmup: '0' },
    planned: [0, 100],
  },
  { title: 'a closed loop of 8', options: { concurrency: 8, duration: '2s', warmup: '1s' } },
  {
    title: 'a closed loop of 64',
    options: { concurrency: 64, requests: 1280, warmup: '0' },
    planned: [0, 1280],
  },
  {
    title: 'batches of 64',
    options: { concurrency: 4, requests: 40, warmup: '0', batchSize: 64 },
    planned: [0, 40],
  },
  {
    title: 'batches of 8192, 25.7 MB each',
    options: { concurrency: 2, requests: 4, warmup: '0', batchSize: 8192 },
    planned: [0, 4],
  },
];

describe('a load on a real Triton', () => {
  let triton: RealTriton;
  before(async () => {
    triton = await startRealTriton();
  });
  after(() => triton?.[Symbol.asyncDispose]());

  async function load(options: object): Promise<{ outcome: LoadOutcome; seen: ServerCounters }> {
    const config = parseRunConfig({ ...PATIENCE, seed: 7, ...options });
    const { model = 'mnist_mlp' } = config;
    const start = await serverCounters(triton.addresses.metrics, model);
    const prepared = await prepareLoad({ ...config, model }, triton.addresses);
    const outcome = await runLoad(prepared, {}, new AbortController().signal);
    const end = await serverCounters(triton.addresses.metrics, model);
    return { outcome, seen: counted(start, end) };
  }

  function assertSameCounts(outcome: LoadOutcome, seen: ServerCounters): void {
    const sent = outcome.phases.reduce((sum, { counters }) => sum + counters.planned, 0);
    for (const { counters } of outcome.phases) {
      assert.equal(unaccounted(counters), 0);
      assert.equal(counters.completed, counters.planned, JSON.stringify(outcome.failures));
    }
    assert.deepEqual(
      { requests: seen.requests, inferences: seen.inferences, failures: seen.failures },
      { requests: sent, inferences: sent * outcome.workload.batchSize, failures: 0 },
    );
    assert.equal(outcome.answers.wrong, 0);
  }

  for (const protocol of ['http', 'grpc'] as const) {
    for (const { title, options, planned } of LOADS) {
      it(`is counted by the server as by us: ${title}, ${protocol}`, async () => {
        const { outcome, seen } = await load({ protocol, ...options });
        assertSameCounts(outcome, seen);
        if (planned) {
          const counts = new Map(outcome.phases.map((p) => [p.name, p.counters.planned]));
          const [warmup, measured] = planned;
          assert.deepEqual([counts.get('warmup') ?? 0, counts.get('measured')], [warmup, measured]);
        }
      });
    }

    it(`takes models that are not the digits', with payloads made from their metadata, ${protocol}`, async () => {
      const few = { protocol, concurrency: 3, requests: 60, warmup: '0' };
      for (const options of [
        { model: 'every_type', batchSize: 2 },
        { model: 'unbatched', shape: ['picture:3,16,9'] },
      ]) {
        const { outcome, seen } = await load({ ...few, ...options });
        assertSameCounts(outcome, seen);
        assert.equal(outcome.workload.payload.source, 'random');
        assert.equal(outcome.answers.labelled, 0);
      }
    });

    it(`sees the model's own accuracy, ${protocol}`, async () => {
      const { outcome } = await load({ protocol, concurrency: 4, requests: 1000, warmup: '0' });
      assert.equal(outcome.answers.labelled, 1000);
      assert.equal(outcome.answers.correct, 980);
    });
  }

  it('is counted by the server as by us: JSON tensors', async () => {
    const options = { tensorFormat: 'json', concurrency: 4, requests: 200, warmup: '0' };
    const { outcome, seen } = await load(options);
    assertSameCounts(outcome, seen);
  });
});
