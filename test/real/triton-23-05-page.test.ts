import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { ResultDocument } from '../../src/contract/result-document.ts';
import { httpExchange } from '../support/http-exchange.ts';
import { onlyResult } from '../support/only-result.ts';
import { type RealTriton, startRealTriton } from '../support/real-triton.ts';
import { emptyFolder, runBench } from '../support/run-bench.ts';

/** What Triton 23.05 tells; the gauge of pending requests came in 23.09, the failures' reason in 24.08. */
const FAMILIES_OF_23_05 =
  /^nv_(inference_(request_(success|failure|duration_us)|count|exec_count|(queue|compute_(input|infer|output))_duration_us)|cache_num_(hits|misses)_per_model|gpu_\w+|energy_consumption|cpu_\w+)$/;

/** The page of a newer Triton as 23.05 would have written it. */
function asOf2305(page: string): string {
  const sums = new Map<string, number>();
  for (const line of page.split('\n')) {
    const [, name = '', labels = '', value = ''] = /^(\w+)(\{.*\})? (\S+)$/.exec(line) ?? [];
    if (!FAMILIES_OF_23_05.test(name)) continue;
    const key = name + labels.replace(/,?reason="[^"]*"/, '').replace('{,', '{');
    sums.set(key, (sums.get(key) ?? 0) + Number(value));
  }
  return [...sums].map(([key, value]) => `${key} ${value}\n`).join('');
}

describe('bench run against a Triton whose metrics page is that of 23.05', () => {
  let triton: RealTriton;
  const old = createServer((_, response) => {
    httpExchange(triton.addresses.metrics).then(
      ({ body }) => response.end(asOf2305(String(body))),
      () => response.destroy(),
    );
  });
  let doc: ResultDocument;
  let markdown: string;
  before(async () => {
    triton = await startRealTriton();
    old.listen(0, '127.0.0.1');
    await once(old, 'listening');
    const metrics = `http://127.0.0.1:${(old.address() as AddressInfo).port}/metrics`;
    const { http, grpc } = triton.addresses;
    const urls = ['--url', http, '--grpc-url', grpc, '--metrics-url', metrics];
    const folder = emptyFolder();
    // Without a warm-up the server's sums are of the measured requests alone, so they cannot exceed ours.
    await runBench(['run', ...urls, '--qps', '50', '--warmup', '0', '--duration', '6s'], folder);
    doc = onlyResult(folder);
    const [id = ''] = readdirSync(join(folder, 'reports'));
    markdown = readFileSync(join(folder, 'reports', id, 'report.md'), 'utf8');
  });
  after(async () => {
    old.close();
    await triton?.[Symbol.asyncDispose]();
  });

  it('counts as exactly as with a newer one', () => {
    const server = doc.points[0]?.server;
    assert.equal(server?.requests, 300);
    assert.equal(server?.failures, 0);
    const accounting = doc.points[0]?.rules.find(({ rule }) => rule === 'accounting');
    assert.equal(accounting?.fired, false, accounting?.value);
  });
  it('has all series but the pending requests, and failures without a reason', () => {
    const series = doc.points[0]?.serverSeries?.series ?? [];
    const ids = new Set(series.map(({ metric }) => metric));
    assert.ok(ids.has('server.queue') && ids.has('server.compute-infer'));
    assert.ok(!ids.has('server.pending'));
    const failures = series.filter(({ metric }) => metric === 'server.failures');
    assert.deepEqual(
      failures.map(({ labels }) => labels),
      [{}],
    );
  });
  it('says where the time goes, and nothing of what is pending', () => {
    assert.match(markdown, /Server: compute infer/);
    assert.doesNotMatch(markdown, /Pending requests/);
  });
});
