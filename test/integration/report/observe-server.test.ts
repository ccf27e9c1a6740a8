import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import type { RequestListener } from 'node:http';
import { describe, it } from 'node:test';
import type { LoadOutcome, ServerAddresses } from '../../../src/contract/measurements.ts';
import { observeServer } from '../../../src/report/index.ts';
import { aPoint } from '../../support/a-result.ts';
import { stubHttpServer } from '../../support/stub-http-server.ts';

/** What a made-up server has counted so far, in the order of its readings. */
interface Counted {
  readonly requests: number;
  readonly queueNs?: number;
}

const point = aPoint();
const outcome: LoadOutcome = {
  ...point,
  interrupted: false,
  abortReason: null,
  neverDispatched: 0,
};
const ANSWERED = 1200;

function metricsPage({ requests, queueNs = 0 }: Counted): string {
  const labels = '{model="mnist_mlp",version="1"}';
  return [
    '# TYPE nv_inference_request_success counter',
    `nv_inference_request_success${labels} ${requests}`,
    `nv_inference_request_failure${labels} 0`,
    `nv_inference_count${labels} ${requests * 8}`,
    `nv_inference_exec_count${labels} ${requests / 2}`,
    `nv_inference_queue_duration_us${labels} ${Math.floor(queueNs / 1000)}`,
    'nv_inference_request_success{model="another",version="1"} 12345',
  ].join('\n');
}

function statistics({ requests, queueNs = 0 }: Counted): string {
  const leaf = (count: number, ns: number) => ({ count, ns });
  return JSON.stringify({
    model_stats: [
      {
        name: 'mnist_mlp',
        version: '1',
        last_inference: 1,
        inference_count: requests * 8,
        execution_count: requests / 2,
        inference_stats: {
          success: leaf(requests, queueNs * 2),
          fail: leaf(0, 0),
          queue: leaf(requests, queueNs),
        },
        batch_stats: [{ batch_size: 16, compute_infer: leaf(requests / 2, 5) }],
      },
    ],
  });
}

/** A server whose readings are a list; the last one stays. Each source reads the list for itself. */
function server(
  readings: readonly Counted[],
  has: 'both' | 'page' | 'statistics' = 'both',
): RequestListener {
  const next = { page: 0, statistics: 0 };
  return (request, response) => {
    const source = request.url === '/metrics' ? 'page' : 'statistics';
    const reading = readings[Math.min(next[source], readings.length - 1)] ?? { requests: 0 };
    next[source] += 1;
    if (has !== 'both' && has !== source) response.writeHead(404).end('{"error":"Not Found"}');
    else response.end(source === 'page' ? metricsPage(reading) : statistics(reading));
  };
}

function addressesOf(url: string): ServerAddresses {
  return { http: url, grpc: undefined, metrics: `${url}/metrics` };
}

async function observed(listener: RequestListener, modelName = 'mnist_mlp') {
  await using stub = await stubHttpServer(listener);
  const observer = await observeServer({
    addresses: addressesOf(stub.url),
    modelName,
    modelVersion: null,
  });
  const { evidence } = await observer.after(outcome);
  return { evidence, notes: observer.notes };
}

const before: Counted = { requests: 500, queueNs: 1_000_000 };
const after: Counted = { requests: 500 + ANSWERED, queueNs: 1_000_000 + ANSWERED * 1500 };

describe('what a server counted', () => {
  it('is the exact difference between a reading before and a settled one after', async () => {
    const { evidence, notes } = await observed(server([before, before, after]));
    assert.equal(evidence?.requests, ANSWERED);
    assert.equal(evidence?.inferences, ANSWERED * 8);
    assert.equal(evidence?.executions, ANSWERED / 2);
    assert.equal(evidence?.expectedRequests, ANSWERED);
    assert.equal(evidence?.restarted, false);
    assert.deepEqual(evidence?.batchSizes, [{ batchSize: 16, executions: ANSWERED / 2 }]);
    assert.deepEqual(notes, []);
  });
  it('has its means from the statistics, which do not truncate to microseconds', async () => {
    const { evidence } = await observed(server([before, before, after]));
    assert.equal(evidence?.meanQueueNs, 1500);
    assert.equal(evidence?.meanRequestNs, 3000);
  });
  it('is waited for while it still moves', async () => {
    const moving = [0, 300, 900, 1199].map((done) => ({ requests: 500 + done }));
    const { evidence, notes } = await observed(server([before, before, ...moving, after]));
    assert.equal(evidence?.requests, ANSWERED);
    assert.deepEqual(notes, []);
  });
  it('is not waited for for ever: it says so', async () => {
    let requests = 0;
    const busy: RequestListener = (request, response) => {
      requests += 2;
      response.end(
        request.url === '/metrics' ? metricsPage({ requests }) : statistics({ requests }),
      );
    };
    const { evidence, notes } = await observed(busy);
    assert.ok(evidence);
    assert.match(notes.join(), /still moving seconds after the load: other traffic\?/);
  });
  it('knows from the metrics page alone', async () => {
    const { evidence } = await observed(server([before, before, after], 'page'));
    assert.equal(evidence?.requests, ANSWERED);
    assert.equal(evidence?.meanQueueNs, 1500);
    assert.deepEqual(evidence?.batchSizes, []);
  });
  it('knows from the statistics alone', async () => {
    const { evidence } = await observed(server([before, before, after], 'statistics'));
    assert.equal(evidence?.requests, ANSWERED);
    assert.equal(evidence?.meanQueueNs, 1500);
  });
  it('shows a restart', async () => {
    const { evidence } = await observed(server([before, before, { requests: 40 }]));
    assert.equal(evidence?.restarted, true);
    assert.equal(evidence?.requests, 40);
  });
  it('is unknown where there is neither, and the reason is said', async () => {
    const { evidence, notes } = await observed((_, response) => response.writeHead(404).end('no'));
    assert.equal(evidence, null);
    assert.match(
      notes.join(),
      /does not tell what it counted: no metrics page: .*404.*no statistics/,
    );
  });
  it('is unknown where the metrics are not about this model', async () => {
    const { evidence, notes } = await observed(server([before, after], 'page'), 'elsewhere');
    assert.equal(evidence, null);
    assert.equal(notes.length, 1);
  });
  it('is unknown when the server went away, and the reason is said', async () => {
    const stub = await stubHttpServer(server([before]));
    const observer = await observeServer({
      addresses: addressesOf(stub.url),
      modelName: 'mnist_mlp',
      modelVersion: null,
    });
    await stub[Symbol.asyncDispose]();
    assert.equal((await observer.after(outcome)).evidence, null);
    assert.match(observer.notes.join(), /ECONNREFUSED/);
  });
});

describe('a server that is watched while a load runs', () => {
  /** Counts 500 at rest, then what each read of its page during the load finds, then the last. */
  async function watched(pages: readonly string[]) {
    let reads = 0;
    const enough = new EventEmitter();
    await using stub = await stubHttpServer((request, response) => {
      if (request.url !== '/metrics') return response.writeHead(404).end();
      response.end(pages[Math.min(reads, pages.length - 1)]);
      reads += 1;
      // The page after the last one: the last one was taken.
      if (reads > pages.length) enough.emit('read');
      return response;
    });
    const allRead = once(enough, 'read');
    using observer = await observeServer(
      { addresses: addressesOf(stub.url), modelName: 'mnist_mlp', modelVersion: null },
      { nowEpochMs: Date.now },
    );
    observer.loadStarts(Date.now() - 60_000);
    await allRead;
    return await observer.after(outcome);
  }
  /** Readings before the load: settled by two that are equal, the second also the loop's first. */
  const rest = metricsPage({ requests: 500 });

  it('has its numbers over time', async () => {
    const { series, evidence } = await watched([
      ...[rest, rest, rest],
      metricsPage({ requests: 600, queueNs: 100_000_000 }),
    ]);
    assert.equal(evidence?.requests, 100);
    assert.equal(series?.source, 'scrapes');
    const of = (id: string) => series?.series.find(({ metric }) => metric === id)?.values ?? [];
    assert.ok((of('server.requests').at(-1) ?? 0) > 0);
    assert.equal(of('server.queue').at(-1), 1_000_000);
    assert.equal(of('server.batch-size').at(-1), 16);
    assert.equal(of('server.requests').length, series?.atNs.length);
  });
  it('cannot hide a restart by counting more after it than before', async () => {
    const { evidence } = await watched([
      ...[rest, rest, rest],
      metricsPage({ requests: 7 }),
      metricsPage({ requests: 900 }),
    ]);
    assert.equal(evidence?.restarted, true);
    assert.equal(evidence?.requests, 900);
  });
  it('may miss a page: what it counted is not lost', async () => {
    const { evidence } = await watched([
      ...[rest, rest, rest],
      'no page at all {',
      metricsPage({ requests: 620 }),
    ]);
    assert.equal(evidence?.requests, 120);
    assert.equal(evidence?.restarted, false);
  });
});
