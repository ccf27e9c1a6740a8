import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { askPrometheus } from '../../../src/report/server/ask-prometheus.ts';
import {
  found,
  type PrometheusCall,
  prometheusStandIn,
  type Reply,
} from '../../support/prometheus-stand-in.ts';
import { stubHttpServer } from '../../support/stub-http-server.ts';

const NOW_MS = 1_763_817_600_000;
const LOAD_MS = 30_000;
const METRICS_URL = 'http://127.0.0.1:8002/metrics';

/** A Prometheus that scraped one server each second, 200 requests in each of them until it was over. */
class Scraped {
  /** Its clock, against ours. */
  skewMs = 0;
  servers: readonly string[] = ['127.0.0.1:8002'];
  /** How long it takes to answer. */
  delayMs = 0;
  /** What it answers instead, if anything. */
  instead: (call: PrometheusCall) => Reply | undefined = () => undefined;
  readonly ranges: PrometheusCall['form'][] = [];

  reply(call: PrometheusCall): Reply {
    const own = this.instead(call);
    if (own) return own;
    const { query = '' } = call.form;
    if (call.path === 'targets') return this.#targets();
    if (call.path === 'query_range') {
      if (call.form.start === call.form.end) return found('matrix', [{ metric: {}, values: [] }]);
      this.ranges.push(call.form);
      const start = Number(call.form.start);
      const values = [0, 1, 2].map((step) => [start + step, '7']);
      return found('matrix', /request_success/.test(query) ? [{ metric: {}, values }] : []);
    }
    if (query === 'time()') return found('scalar', [0, String((NOW_MS + this.skewMs) / 1000)]);
    if (/^nv_inference_request_success|^up/.test(query)) {
      return found(
        'matrix',
        this.servers.map((instance) => this.#samples(query, instance)),
      );
    }
    return found('matrix', []);
  }

  #targets(): Reply {
    const activeTargets = this.servers.map((instance) => ({
      ...{ labels: { job: 'triton', instance }, lastError: '', health: 'up' },
      scrapeUrl: `http://${instance}/metrics`,
    }));
    return { body: JSON.stringify({ status: 'success', data: { activeTargets } }) };
  }

  #samples(query: string, instance: string): object {
    const endMs = NOW_MS + this.skewMs;
    const values = Array.from({ length: 40 }, (_, index) => {
      const atMs = endMs - LOAD_MS - 5000 + index * 1000;
      const into = Math.min(Math.max(atMs - (endMs - LOAD_MS), 0), LOAD_MS) / 1000;
      return [atMs / 1000, query.startsWith('up') ? '1' : String(500 + 200 * into)];
    });
    const __name__ = query.replace(/[{[].*/, '');
    return { metric: { __name__, job: 'triton', instance, model: 'm' }, values };
  }
}

interface Asking {
  readonly loadMs?: number;
  readonly wantsTotals?: boolean;
  readonly nowEpochMs?: () => number;
  readonly interrupted?: AbortSignal;
}

async function asked(prometheus: Scraped, over: Asking = {}) {
  const { loadMs = LOAD_MS, wantsTotals = true, nowEpochMs = () => NOW_MS, interrupted } = over;
  const { listener } = prometheusStandIn((call) => prometheus.reply(call));
  await using server = await stubHttpServer((request, response) => {
    // Who asked may be gone by then.
    const answer = async () => listener(request, response);
    setTimeout(() => void answer().catch(() => undefined), prometheus.delayMs);
  });
  const answer = await askPrometheus({
    access: { baseUrl: server.url },
    target: {
      addresses: { http: undefined, grpc: undefined, metrics: METRICS_URL },
      ...{ modelName: 'm', modelVersion: null },
    },
    ...{ startMs: NOW_MS - loadMs, endMs: NOW_MS - 1000, nowEpochMs, wantsTotals },
    ...(interrupted && { interrupted }),
  });
  return answer;
}

describe('what Prometheus tells of a load', () => {
  it('is series over it, and totals that are exact', async () => {
    const prometheus = new Scraped();
    const { series, isFit, totals, notes } = await asked(prometheus);
    assert.deepEqual(notes, []);
    assert.equal(totals?.totals.get('nv_inference_request_success'), 6000);
    const [requests] = series?.series ?? [];
    assert.deepEqual(requests, { metric: 'server.requests', labels: {}, values: [7, 7, 7] });
    assert.deepEqual(series?.atNs, [0, 1e9, 2e9]);
    assert.equal(isFit, true);
    assert.match(
      prometheus.ranges[0]?.query ?? '',
      /\{job="triton",instance="127.0.0.1:8002",model="m"\}\[4000ms\]/,
    );
  });
  it('is about the same moments when its clock is another', async () => {
    const prometheus = new Scraped();
    prometheus.skewMs = 7_200_000;
    const { series, totals, notes } = await asked(prometheus);
    assert.equal(totals?.totals.get('nv_inference_request_success'), 6000);
    assert.equal(series?.atNs[0], 0);
    assert.match(notes.join(), /clock is 7200.0 s ahead of ours: allowed for/);
  });
  it('is of our server where several serve the model', async () => {
    const prometheus = new Scraped();
    prometheus.servers = ['10.0.0.9:8002', '127.0.0.1:8002'];
    const { notes } = await asked(prometheus);
    assert.deepEqual(notes, []);
    assert.match(prometheus.ranges[0]?.query ?? '', /instance="127.0.0.1:8002"/);
  });
  it('is of all of them where ours is not known, and that is said', async () => {
    const prometheus = new Scraped();
    prometheus.servers = ['10.0.0.9:8002', '10.0.0.8:8002'];
    const { totals, notes } = await asked(prometheus);
    assert.equal(totals, null);
    assert.match(notes.join(), /Several servers in Prometheus serve this model/);
  });
  it('is nothing when it knows no such server', async () => {
    const prometheus = new Scraped();
    prometheus.servers = [];
    const { series, totals, notes } = await asked(prometheus);
    assert.deepEqual([series, totals], [undefined, null]);
    assert.deepEqual(notes, ['Prometheus knows no server that serves m.']);
  });
  it('is not whole when it began to scrape after the load did, and that is said', async () => {
    const prometheus = new Scraped();
    const startSeconds = String((NOW_MS - LOAD_MS) / 1000);
    prometheus.instead = ({ form }) =>
      Number(form.time) === Number(startSeconds) ? found('matrix', []) : undefined;
    const { isFit, notes } = await asked(prometheus);
    assert.equal(isFit, false);
    assert.match(notes.join(), /had not scraped the server when the load began/);
  });
  it('is not asked for where it scrapes too seldom and our own readings are there', async () => {
    const prometheus = new Scraped();
    const { series, isFit, notes } = await asked(prometheus, { loadMs: 9000, wantsTotals: false });
    assert.deepEqual([series, isFit, prometheus.ranges.length], [undefined, false, 0]);
    assert.deepEqual(notes, ['Prometheus scrapes every 1 s: coarse for a load of 8 s.']);
  });
  it('is not whole where it told nothing for a while, and that is said', async () => {
    const prometheus = new Scraped();
    prometheus.instead = ({ path, form }) => {
      if (path !== 'query_range' || form.start === form.end) return undefined;
      const values = [0, 1, 9, 10].map((step) => [Number(form.start) + step, '7']);
      return found('matrix', [{ metric: {}, values }]);
    };
    const { isFit, notes } = await asked(prometheus);
    assert.equal(isFit, false);
    assert.deepEqual(notes, ['Prometheus has no numbers for 7 s of the load.']);
  });
  it('is not taken for that of another clock when it was only long in coming', async () => {
    const prometheus = new Scraped();
    prometheus.skewMs = 4000;
    let nowMs = NOW_MS - 13_500;
    const slowClock = () => {
      nowMs += 9000;
      return nowMs;
    };
    const { notes } = await asked(prometheus, { nowEpochMs: slowClock });
    assert.doesNotMatch(notes.join(), /clock/);
  });
  it('is not waited for when the run is interrupted', async () => {
    const prometheus = new Scraped();
    const interrupt = new AbortController();
    prometheus.instead = () => {
      interrupt.abort();
      return { status: 503, body: 'busy' };
    };
    const { isFit, notes } = await asked(prometheus, { interrupted: interrupt.signal });
    assert.equal(isFit, false);
    assert.match(notes.join(), /^Prometheus does not tell \(all\) it knows: /);
  });
  it('is not asked any more when nobody waits for it', async () => {
    const prometheus = new Scraped();
    let calls = 0;
    prometheus.instead = () => {
      calls += 1;
      return undefined;
    };
    prometheus.delayMs = 2000;
    const { notes } = await asked(prometheus, { interrupted: AbortSignal.abort() });
    const atEnd = calls;
    assert.match(notes.join(), /the run was interrupted/);
    await pause(3000);
    assert.equal(calls, atEnd);
  });
  it('may be partial, by its own warning', async () => {
    const prometheus = new Scraped();
    prometheus.instead = ({ path, form }) =>
      path === 'query_range' && form.start !== form.end
        ? found('matrix', [], { warnings: ['a store is gone'] })
        : undefined;
    const { notes } = await asked(prometheus);
    assert.deepEqual(notes, ['Prometheus warns, its answer may be partial: a store is gone.']);
  });
  it('is what it told until it refused, and its words', async () => {
    const prometheus = new Scraped();
    const body =
      '{"status":"error","errorType":"execution","error":"query processing would load too many samples"}';
    prometheus.instead = ({ path }) => (path === 'query_range' ? { status: 422, body } : undefined);
    const { series, notes } = await asked(prometheus);
    assert.equal(series, undefined);
    assert.match(notes.join(), /does not tell .*422, execution\): .*too many samples/);
  });
});
