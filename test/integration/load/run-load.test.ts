import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { unaccounted } from '../../../src/contract/accounting.ts';
import { BenchError } from '../../../src/contract/bench-error.ts';
import type { LoadOutcome, ServerAddresses } from '../../../src/contract/measurements.ts';
import { parseRunConfig } from '../../../src/contract/parse-run-config.ts';
import type { Interval } from '../../../src/contract/point.ts';
import type { RunOptionsText } from '../../../src/contract/run-options.ts';
import { LoadCrash, prepareLoad, runLoad } from '../../../src/load/index.ts';
import { answerWell, kserveStub } from '../../support/kserve-stub.ts';

const measured = ({ phases }: LoadOutcome) => phases[1]?.counters ?? assert.fail();

function assertIdentity({ phases }: LoadOutcome): void {
  for (const { counters } of phases) assert.equal(unaccounted(counters), 0);
}

async function load(
  addresses: ServerAddresses,
  options: RunOptionsText,
  onInterval: (interval: Interval, interrupt: () => void) => void = () => {},
) {
  const interruption = new AbortController();
  const prepared = await prepareLoad(parseRunConfig(options), addresses);
  const starts: number[] = [];
  const outcome = await runLoad(
    prepared,
    {
      onStart: (epochMs) => starts.push(epochMs),
      onInterval: (interval) => onInterval(interval, () => interruption.abort()),
    },
    interruption.signal,
  );
  return { outcome, prepared, starts };
}

describe('a load', () => {
  it('sends exactly what was planned, and the server saw exactly that', async () => {
    await using server = await kserveStub();
    const before = Date.now();
    const { outcome, prepared, starts } = await load(server.addresses, {
      ...{ qps: 150, duration: '2s', warmup: '1s', seed: 3 },
    });
    assert.equal(outcome.phases[0]?.counters.completed, 150);
    assert.equal(measured(outcome).completed, 300);
    assert.equal(server.requests(), 450);
    assertIdentity(outcome);
    assert.equal(outcome.interrupted, false);
    assert.equal(prepared.server.name, 'stub server');
    assert.equal(prepared.plan.workload.seed, 3);
    assert.equal(starts.length, 1);
    assert.ok((starts[0] ?? 0) >= before && (starts[0] ?? 0) <= Date.now());
    assert.ok(outcome.generator.cpuShare > 0);
    const due = outcome.intervals.reduce((sum, interval) => sum + interval.due, 0);
    assert.equal(due, 450);
  });

  it('has the same arrivals for one, two and three workers, to the second', async () => {
    await using server = await kserveStub();
    const dueBySecond = [];
    for (const workers of [1, 2, 3]) {
      const { outcome } = await load(server.addresses, {
        ...{ qps: 400, duration: '2s', warmup: '1s', seed: 11, workers, engine: 'null' },
      });
      assert.equal(outcome.phases[0]?.counters.completed, 400);
      assert.equal(measured(outcome).completed, 800);
      assert.equal(outcome.generator.workers.length, workers);
      dueBySecond.push(outcome.intervals.slice(0, 3).map(({ due }) => due));
    }
    assert.deepEqual(dueBySecond[1], dueBySecond[0]);
    assert.deepEqual(dueBySecond[2], dueBySecond[0]);
    assert.equal(server.requests(), 0, 'the null engine has no network');
  });

  it('keeps its concurrency and its bound, spread over several workers', async () => {
    await using server = await kserveStub();
    const { outcome } = await load(server.addresses, {
      ...{ concurrency: 5, requests: 101, warmup: '0', workers: 3 },
    });
    assert.equal(measured(outcome).completed, 101);
    assert.equal(server.requests(), 101);
    assert.equal(outcome.generator.workers.length, 3);
  });

  it('ends on an interrupt and still tells what it measured', async () => {
    await using server = await kserveStub();
    const options = { qps: 100, duration: '60s', warmup: '0' };
    const { outcome } = await load(server.addresses, options, (_, interrupt) => interrupt());
    assert.equal(outcome.interrupted, true);
    assert.ok(measured(outcome).completed > 0);
    assert.ok(measured(outcome).planned < 6000, 'less than the whole schedule');
    assertIdentity(outcome);
  });

  it('counts a server that refuses as failures, by reason, and goes on', async () => {
    let asked = 0;
    await using server = await kserveStub((response) => {
      asked += 1;
      if (asked % 4 === 0) response.writeHead(503).end('{"error":"busy"}');
      else answerWell(response);
    });
    const { outcome } = await load(server.addresses, { qps: 100, duration: '2s', warmup: '0' });
    assert.equal(measured(outcome).failed, 50);
    assert.equal(measured(outcome).completed, 150);
    assert.deepEqual(
      outcome.failures.map(({ count }) => count),
      [50],
    );
  });

  it('ends at the drain limit when the server never answers', async () => {
    await using server = await kserveStub(() => {});
    const { outcome } = await load(server.addresses, {
      ...{ qps: 20, duration: '1s', warmup: '0', drain: '200ms', concurrency: 5 },
    });
    const { planned, aborted, unsent } = measured(outcome);
    assert.deepEqual({ planned, aborted, unsent }, { planned: 20, aborted: 5, unsent: 15 });
  });

  it('keeps what one worker measured when the other dies', async () => {
    await using server = await kserveStub();
    const options = { qps: 100, duration: '60s', warmup: '0', workers: 2 };
    const prepared = await prepareLoad(parseRunConfig(options), server.addresses);
    const headers = { 'dying-shard': '1', 'dies-by': 'throw' };
    const mortal = new URL('../../support/served-shard.js', import.meta.url);
    const { signal } = new AbortController();
    await assert.rejects(runLoad({ ...prepared, headers }, {}, signal, mortal), (error) => {
      assert.ok(error instanceof LoadCrash);
      assert.equal(error.code, 'load-failed');
      assert.match(error.message, /worker 1 crashed: an engine fell over/);
      const { measured: kept } = error;
      assert.ok(kept?.interrupted);
      assert.deepEqual(
        kept.generator.workers.map(({ worker }) => worker),
        [0],
      );
      assertIdentity(kept);
      return true;
    });
  });

  it('starts nothing after the signal has come', async () => {
    await using server = await kserveStub();
    const prepared = await prepareLoad(parseRunConfig({ qps: 5 }), server.addresses);
    await assert.rejects(runLoad(prepared, {}, AbortSignal.abort()), (error: BenchError) => {
      assert.ok(error instanceof BenchError);
      return error.code === 'interrupted';
    });
    assert.equal(server.requests(), 0);
  });

  it('says that the server is gone when it went between the two steps', async () => {
    const server = await kserveStub();
    const prepared = await prepareLoad(parseRunConfig({ qps: 5 }), server.addresses);
    await server[Symbol.asyncDispose]();
    const { signal } = new AbortController();
    await assert.rejects(runLoad(prepared, {}, signal), (error: BenchError) => {
      assert.ok(error instanceof BenchError);
      return error.code === 'server-unreachable';
    });
  });
});
