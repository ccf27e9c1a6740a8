import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { prometheusApi } from '../../../src/clients/prometheus-api.ts';
import { BenchError } from '../../../src/contract/bench-error.ts';
import {
  badData,
  found,
  type PrometheusCall,
  prometheusStandIn,
  type Reply,
} from '../../support/prometheus-stand-in.ts';
import { stubHttpServer } from '../../support/stub-http-server.ts';

type Api = ReturnType<typeof prometheusApi>;

/** What `ask` got of a Prometheus that replies so, and what that Prometheus was asked. */
async function asking<T>(
  reply: (call: PrometheusCall) => Reply,
  ask: (api: Api) => Promise<T>,
  { prefix = '', ...access }: { bearerToken?: string; prefix?: string } = {},
): Promise<{ got: T; calls: PrometheusCall[] }> {
  const { listener, calls } = prometheusStandIn(reply, prefix);
  await using server = await stubHttpServer(listener);
  const api = prometheusApi({ baseUrl: `${server.url}${prefix}`, ...access });
  return { got: await ask(api), calls };
}

const refused = (code: string, message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof BenchError, String(error));
  assert.equal(error.code, code);
  assert.match(error.message, message);
  return true;
};

describe('a query to Prometheus', () => {
  it('is a form, with times in seconds to the millisecond', async () => {
    const { calls } = await asking(
      () => found('vector', []),
      async (api) => {
        await api.query('up{a="ö&="}', 1_763_817_600_123.4);
        await api.queryRange('up', { startMs: 0, endMs: 1500, stepMs: 500 });
      },
    );
    assert.deepEqual(
      calls.map(({ path, form: { nocache, latency_offset, ...form } }) => ({ path, ...form })),
      [
        { path: 'query', query: 'up{a="ö&="}', time: '1763817600.123' },
        { path: 'query_range', query: 'up', start: '0.000', end: '1.500', step: '0.500' },
      ],
    );
  });
  it('finds series with their names, labels, times and values', async () => {
    const { got } = await asking(
      () =>
        found('matrix', [
          {
            metric: { __name__: 'x', model: 'm' },
            values: [
              [1763817600.1234, '200.4'],
              [1763817601, 'NaN'],
              [1763817602, '+Inf'],
              [1763817603, '-Inf'],
            ],
          },
        ]),
      (api) => api.query('x[4s]', 0),
    );
    assert.deepEqual(got, {
      warnings: [],
      series: [
        {
          name: 'x',
          labels: { model: 'm' },
          values: [
            { atMs: 1763817600123, value: 200.4 },
            { atMs: 1763817601000, value: Number.NaN },
            { atMs: 1763817602000, value: Number.POSITIVE_INFINITY },
            { atMs: 1763817603000, value: Number.NEGATIVE_INFINITY },
          ],
        },
      ],
    });
  });
  it('finds nothing where there is nothing', async () => {
    const { got } = await asking(
      () => found('matrix', []),
      (api) => api.query('x[4s]', 0),
    );
    assert.deepEqual(got.series, []);
  });
  it('reads over native histograms, which have no values', async () => {
    const histogram = { metric: {}, histograms: [[1, { count: '1', sum: '2' }]] };
    const { got } = await asking(
      () => found('matrix', [histogram]),
      (api) => api.query('x[4s]', 0),
    );
    assert.deepEqual(got.series, []);
  });
  it('keeps warnings: the answer may be partial', async () => {
    const { got } = await asking(
      () => found('vector', [], { warnings: ['store\n unreachable'], infos: ['x'] }),
      (api) => api.query('x', 0),
    );
    assert.deepEqual(got.warnings, ['store unreachable']);
  });
  it('carries the token, under the path it is served under', async () => {
    const { calls } = await asking(
      () => found('scalar', [1, '1.5']),
      async (api) => assert.equal(await api.nowMs(), 1500),
      { bearerToken: 'secret', prefix: '/prometheus' },
    );
    assert.equal(calls[0]?.authorization, 'Bearer secret');
  });
});

describe('what goes wrong with Prometheus', () => {
  const failing: readonly (readonly [string, Reply, string, RegExp])[] = [
    [
      'a query it does not understand',
      badData('invalid parameter "query": 1:6: parse error: unexpected end of input'),
      'prometheus-refused',
      /refused \(400, bad_data\): invalid parameter "query": 1:6: parse error/,
    ],
    [
      'a query it cannot run',
      {
        status: 422,
        body: '{"status":"error","errorType":"execution","error":"many-to-many matching not allowed"}',
      },
      'prometheus-refused',
      /\(422, execution\): many-to-many/,
    ],
    [
      'a page that is not its own',
      { status: 404, body: '404 page not found' },
      'server-unreachable',
      /does not answer as Prometheus does: status 404, "404 page not found"/,
    ],
    [
      'an answer of another shape',
      { body: '{"status":"success","data":{"resultType":"streams","result":[]}}' },
      'server-unreachable',
      /an answer of another shape/,
    ],
    [
      'half an answer',
      { body: '{"status":"success","da' },
      'server-unreachable',
      /another shape, "\{"status":"success","da"/,
    ],
  ];
  for (const [name, reply, code, message] of failing) {
    it(`${name} is told in its own words, and not tried again`, async () => {
      let count = 0;
      const once = () => {
        count += 1;
        return reply;
      };
      await assert.rejects(
        asking(once, (api) => api.query('x', 0)),
        refused(code, message),
      );
      assert.equal(count, 1);
    });
  }
  it('a missing token is named, and a wrong one not shown', async () => {
    const denied: Reply = { status: 401, body: 'Unauthorized: Bearer my-secret' };
    await assert.rejects(
      asking(
        () => denied,
        (api) => api.query('x', 0),
        { bearerToken: 'my-secret' },
      ),
      (error: BenchError) => {
        assert.match(error.hint, /token/);
        assert.doesNotMatch(`${error.message}${error.hint}${error.cause}`, /secret/);
        return true;
      },
    );
  });
  it('a busy one is asked again', async () => {
    const busy =
      '{"status":"error","errorType":"timeout","error":"query timed out in expression evaluation"}';
    const replies: Reply[] = [{ status: 503, body: busy }, found('vector', [])];
    const { got, calls } = await asking(
      () => replies.shift() ?? assert.fail(),
      (api) => api.query('x', 0),
    );
    assert.deepEqual([got.series, calls.length], [[], 2]);
  });
  it('one that stays busy is given up', async () => {
    const busy = '{"status":"error","errorType":"unavailable","error":"shutting down"}';
    let count = 0;
    const always = () => {
      count += 1;
      return { status: 503, body: busy };
    };
    await assert.rejects(
      asking(always, (api) => api.query('x', 0)),
      refused('prometheus-refused', /503, unavailable\): shutting down/),
    );
    assert.equal(count, 3);
  });
  it('one that does not answer is waited for as long as was allowed', async () => {
    await using silent = await stubHttpServer(() => {});
    const api = prometheusApi({ baseUrl: silent.url, timeoutMs: 50 });
    await assert.rejects(api.query('x', 0), refused('server-unreachable', /no answer .* 50 ms/));
  });
});

describe("Prometheus' targets", () => {
  const target = {
    discoveredLabels: {},
    labels: { job: 'triton', instance: '127.0.0.1:8002' },
    scrapeUrl: 'http://127.0.0.1:8002/metrics',
    lastError: '',
    health: 'up',
  };
  const targets = (activeTargets: readonly object[]): Reply => ({
    body: JSON.stringify({ status: 'success', data: { activeTargets, droppedTargets: [] } }),
  });
  it('have a health and an interval, where it tells one', async () => {
    const { got, calls } = await asking(
      () =>
        targets([
          { ...target, scrapeInterval: '1m30s' },
          { ...target, health: 'down', lastError: 'connection refused' },
        ]),
      (api) => api.targets(),
    );
    assert.deepEqual(calls[0]?.form, { state: 'active' });
    assert.deepEqual(
      got.map(({ health, lastError, scrapeIntervalMs }) => [health, lastError, scrapeIntervalMs]),
      [
        ['up', '', 90_000],
        ['down', 'connection refused', null],
      ],
    );
  });
});
