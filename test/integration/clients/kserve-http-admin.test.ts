import assert from 'node:assert/strict';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createTcpServer } from 'node:net';
import { after, describe, it } from 'node:test';
import { httpAdmin } from '../../../src/clients/kserve-admin.ts';
import { fetchMetrics } from '../../../src/clients/triton-metrics.ts';
import { BenchError } from '../../../src/contract/bench-error.ts';

const servers: Server[] = [];
after(() => {
  for (const server of servers) server.close().closeAllConnections();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((up) => server.listen(0, '127.0.0.1', up));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A server that has one answer to everything. */
function always(status: number, body: string, headers: Record<string, string> = {}) {
  return serve((request, response) => {
    request.resume();
    response.writeHead(status, headers).end(body);
  });
}

function answers(routes: Record<string, unknown>) {
  return serve((request, response) => {
    request.resume();
    const answer = routes[`${request.method} ${request.url}`];
    if (answer === undefined) response.writeHead(404).end('{"error":"Not Found"}');
    else response.end(JSON.stringify(answer));
  });
}

async function refusal(attempt: Promise<unknown>): Promise<BenchError> {
  try {
    await attempt;
  } catch (error) {
    assert.ok(error instanceof BenchError, String(error));
    return error;
  }
  assert.fail('was not refused');
}

describe('the HTTP admin client', () => {
  it('reads what Triton answers, extra fields or not', async () => {
    const url = await answers({
      'GET /v2': { name: 'triton', version: '2.51.0', extensions: ['statistics'], more: 1 },
      'POST /v2/repository/index': [{ name: 'm', version: '1', state: 'READY' }, { name: 'n' }],
      'GET /v2/models/m%2F1': {
        name: 'm/1',
        versions: ['1'],
        platform: 'python',
        inputs: [{ name: 'x', datatype: 'FP32', shape: [-1, 784] }],
        outputs: [{ name: 'y', datatype: 'FP32', shape: ['-1', '10'] }],
      },
      'GET /v2/models/m/versions/1/config': {
        name: 'm',
        max_batch_size: 8,
        sequence_batching: {},
        model_transaction_policy: { decoupled: true },
      },
      'GET /v2/models/m/stats': {
        model_stats: [
          {
            name: 'm',
            version: '1',
            last_inference: 1,
            inference_count: 8,
            execution_count: 2,
            inference_stats: { success: { count: 3, ns: 9 }, fail: { count: 1, ns: 2 } },
            batch_stats: [{ batch_size: 4, compute_infer: { count: 2, ns: 7 } }],
          },
        ],
      },
    });
    const admin = httpAdmin(`${url}/`);
    assert.deepEqual(await admin.server(), {
      name: 'triton',
      version: '2.51.0',
      extensions: ['statistics'],
    });
    assert.deepEqual(await admin.models(), [
      { name: 'm', version: '1', state: 'READY', reason: null },
      { name: 'n', version: null, state: '', reason: null },
    ]);
    const metadata = await admin.metadata('m/1');
    assert.deepEqual(metadata.outputs, [{ name: 'y', datatype: 'FP32', shape: [-1, 10] }]);
    assert.deepEqual(await admin.config('m', '1'), {
      maxBatchSize: 8,
      decoupled: true,
      sequenceBatching: true,
    });
    const [statistics] = await admin.statistics('m');
    assert.equal(statistics?.inferenceCount, 8);
    assert.deepEqual(statistics?.success, { count: 3, ns: 9 });
    assert.deepEqual(statistics?.cacheHit, { count: 0, ns: 0 });
    assert.deepEqual(statistics?.batches[0]?.computeInfer, { count: 2, ns: 7 });
  });

  it('knows alive from ready, and nobody there as neither', async () => {
    const url = await serve((request, response) => {
      response.writeHead(request.url === '/v2/health/live' ? 200 : 400).end();
    });
    assert.deepEqual([await httpAdmin(url).live(), await httpAdmin(url).ready()], [true, false]);
    const nobody = httpAdmin('http://127.0.0.1:1');
    assert.deepEqual([await nobody.live(), await nobody.ready()], [false, false]);
  });

  it('says what is there for a model that is not', async () => {
    const url = await answers({
      'POST /v2/repository/index': [{ name: 'mnist_mlp', version: '1', state: 'READY' }],
    });
    const error = await refusal(httpAdmin(url).metadata('mnist'));
    assert.equal(error.code, 'model-unsuitable');
    assert.equal(error.message, `no model "mnist" at ${url}`);
    assert.match(error.hint, /models there: mnist_mlp/);
  });

  it('asks for a name where the server lists no models', async () => {
    const error = await refusal(httpAdmin(await always(404, '{"error":"Not Found"}')).models());
    assert.equal(error.code, 'model-unsuitable');
    assert.match(error.hint, /--model/);
  });

  const strangers: [what: string, status: number, body: string, got: RegExp][] = [
    ['a page of HTML', 200, '<html>\n<h1>hi', /status 200, "<html> <h1>hi"/],
    ['an empty body', 200, '', /status 200, an empty body/],
    ['JSON of another shape', 200, '{"name":1}', /status 200, "\{"name":1\}"/],
    ['JSON null', 200, 'null', /status 200, "null"/],
    ['a list', 200, '[]', /status 200, "\[\]"/],
    ['404 from another server', 404, 'nope', /status 404, "nope"/],
    ['503 without a body', 503, '', /status 503, an empty body/],
    ['something long', 500, 'x'.repeat(5000), /status 500, "x{80}…"$/],
  ];
  for (const [what, status, body, got] of strangers) {
    it(`tells ${what} from a KServe v2 server`, async () => {
      const url = await always(status, body);
      for (const call of [httpAdmin(url).server(), httpAdmin(url).metadata('m')]) {
        const error = await refusal(call);
        assert.equal(error.code, 'server-unreachable');
        assert.match(error.message, got);
        assert.ok(error.message.includes(url));
      }
    });
  }

  it('follows no redirect', async () => {
    const elsewhere = await answers({ 'GET /v2': { name: 'triton' } });
    const url = await always(302, '', { location: `${elsewhere}/v2` });
    const error = await refusal(httpAdmin(url).server());
    assert.match(error.message, /status 302/);
    assert.match(error.hint, /redirects are not followed/);
  });

  it('gives up on an answer that never ends', async () => {
    const url = await serve((request, response) => {
      const drip = setInterval(() => response.write(' '), 5);
      request.on('close', () => clearInterval(drip));
    });
    const error = await refusal(httpAdmin(url, { timeoutMs: 100 }).server());
    assert.match(error.message, /no answer from .* within 100 ms/);
  });

  it('takes no answer without bound, packed or not', async () => {
    const url = await always(200, 'x'.repeat(20_000));
    const error = await refusal(httpAdmin(url, { maxBytes: 10_000 }).server());
    assert.match(error.message, /larger than 10000 bytes/);
  });

  it('names refused connections and never shows a password', async () => {
    const error = await refusal(httpAdmin('http://user:secret@127.0.0.1:1').server());
    assert.equal(error.code, 'server-unreachable');
    assert.match(error.message, /^no server at http:\/\/127\.0\.0\.1:1\/v2: connect ECONNREFUSED/);
    assert.doesNotMatch(JSON.stringify([error.message, error.hint, error.cause]), /secret/);
  });

  it('tells another protocol from HTTP', async () => {
    const tcp = createTcpServer((socket) => {
      socket.on('error', () => {});
      socket.end('220 smtp ready\r\n');
    });
    await new Promise<void>((up) => tcp.listen(0, '127.0.0.1', up));
    const { port } = tcp.address() as AddressInfo;
    const error = await refusal(httpAdmin(`http://127.0.0.1:${port}`).server());
    tcp.close();
    assert.match(error.message, /does not speak HTTP\/1\.1/);
  });

  it('goes to this machine past any proxy', async () => {
    const url = await answers({ 'GET /v2': { name: 'here' } });
    process.env.http_proxy = await answers({ 'GET /v2': { name: 'the proxy' } });
    try {
      assert.equal((await httpAdmin(url).server()).name, 'here');
    } finally {
      delete process.env.http_proxy;
    }
  });
});

describe('fetchMetrics', () => {
  it('reads a page', async () => {
    const url = await always(200, '# TYPE up gauge\nup{model="m"} 1\n');
    assert.deepEqual(await fetchMetrics(`${url}/metrics`), [
      { name: 'up', labels: { model: 'm' }, value: 1 },
    ]);
  });
  for (const [what, status, body, got] of [
    ['HTML', 200, '<html>', /is no metrics page: line 1 is no sample: <html>/],
    ['nothing', 200, '', /is no metrics page: an empty page/],
    ['404', 404, 'no such page', /is no metrics page: status 404, "no such page"/],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const error = await refusal(fetchMetrics(await always(status, body)));
      assert.equal(error.code, 'server-unreachable');
      assert.match(error.message, got);
      assert.match(error.hint, /--metrics-url/);
    });
  }
});
