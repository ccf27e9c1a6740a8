import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Addresses, type Pair, startPair } from '../support/embedded-beside-triton.ts';
import { httpExchange } from '../support/http-exchange.ts';
import { BAD_HTTP_INFERENCES, GOOD_HTTP_INFERENCES } from '../support/http-infer-questions.ts';
import { counted, serverCounters } from '../support/server-counters.ts';

const MODEL = 'mnist_mlp';

interface Duration {
  readonly count: number;
  readonly ns: number;
}

interface ModelStatistics {
  readonly inference_count: number;
  readonly execution_count: number;
  readonly inference_stats: Readonly<Record<string, Duration>>;
  readonly batch_stats: readonly {
    readonly batch_size: number;
    readonly compute_infer: Duration;
  }[];
}

describe("the embedded server's counters, beside a real Triton's", () => {
  let pair: Pair;
  before(async () => {
    pair = await startPair();
  });
  after(() => pair?.[Symbol.asyncDispose]());

  /** One after the other, so that neither server can put two into one batch. */
  async function askAll(server: Addresses): Promise<void> {
    for (const { path, question } of [...GOOD_HTTP_INFERENCES, ...BAD_HTTP_INFERENCES]) {
      await httpExchange(`${server.http}${path ?? `/v2/models/${MODEL}/infer`}`, question);
    }
  }

  async function statistics(server: Addresses): Promise<ModelStatistics> {
    const answer = await httpExchange(`${server.http}/v2/models/${MODEL}/stats`);
    return JSON.parse(answer.body.toString('utf8')).model_stats[0];
  }

  it('count good and refused requests alike', async () => {
    const counts = [];
    for (const server of [pair.embedded, pair.triton]) {
      const start = await serverCounters(server.metrics, MODEL);
      await askAll(server);
      counts.push(counted(start, await serverCounters(server.metrics, MODEL)));
    }
    const [ours, theirs] = counts;
    assert.equal(theirs?.requests, GOOD_HTTP_INFERENCES.length);
    assert.deepEqual(ours, theirs);
  });

  it('say the same in the statistics, batch size by batch size', async () => {
    const [ours, theirs] = [await statistics(pair.embedded), await statistics(pair.triton)];
    const counts = (stats: ModelStatistics) => ({
      inferences: stats.inference_count,
      executions: stats.execution_count,
      steps: Object.fromEntries(
        Object.entries(stats.inference_stats).map(([step, { count }]) => [step, count]),
      ),
      batches: stats.batch_stats
        .map(({ batch_size, compute_infer }) => [batch_size, compute_infer.count])
        .sort(),
    });
    assert.ok(theirs.inference_count > 0);
    assert.deepEqual(counts(ours), counts(theirs));
  });

  it('add up however requests that came together were batched', async () => {
    const [first] = GOOD_HTTP_INFERENCES;
    for (const server of [pair.embedded, pair.triton]) {
      const url = `${server.http}/v2/models/${MODEL}/infer`;
      const start = await serverCounters(server.metrics, MODEL);
      await Promise.all(Array.from({ length: 100 }, () => httpExchange(url, first?.question)));
      const seen = counted(start, await serverCounters(server.metrics, MODEL));
      assert.deepEqual([seen.requests, seen.inferences, seen.failures], [100, 100, 0]);
      assert.ok(seen.executions >= 1 && seen.executions <= 100, String(seen.executions));

      const stats = await statistics(server);
      const sum = (weight: (size: number) => number) =>
        stats.batch_stats.reduce(
          (total, batch) => total + batch.compute_infer.count * weight(batch.batch_size),
          0,
        );
      assert.equal(
        sum(() => 1),
        stats.execution_count,
      );
      assert.equal(
        sum((size) => size),
        stats.inference_count,
      );
    }
  });

  it('stand on the metrics page under the same names, types and labels', async () => {
    const families = async (server: Addresses) => {
      const page = (await httpExchange(server.metrics)).body.toString('utf8').split('\n');
      const types = page.filter((line) => line.startsWith('# TYPE nv_inference_'));
      const samples = page
        .filter((line) => line.startsWith('nv_inference_') && line.includes(`model="${MODEL}"`))
        .map((line) => line.slice(0, line.lastIndexOf(' ')));
      return [...types, ...samples].sort();
    };
    assert.deepEqual(await families(pair.embedded), await families(pair.triton));
  });
});
