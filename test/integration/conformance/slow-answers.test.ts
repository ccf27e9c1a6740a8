import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { badServer } from '../../support/bad-servers/bad-server.ts';
import { after, everySlow, frozenOnce, never } from '../../support/bad-servers/behaviours.ts';
import { atLeastMs, benchAgainst } from '../../support/bad-servers/bench-against.ts';
import { assertFineOrNoisy } from '../../support/only-result.ts';

const constant = (rate: number) => ['--qps', String(rate), '--arrivals', 'constant'];
const NO_WARM_UP = ['--warmup', '0'];

describe('a server that stands still for 1.4 s under 200 requests/s', () => {
  for (const [what, cap] of [
    ['with room for all', []],
    ['with 16 in flight at most: what waits in our queue waited too', ['--concurrency', '16']],
  ] as const) {
    it(`moves p99 past a second, ${what}`, async () => {
      await using server = await badServer(frozenOnce(1500, 1400));
      const { counters, point, response, exitCode, document } = await benchAgainst(server, [
        ...[...constant(200), '--duration', '6s', ...NO_WARM_UP, ...cap],
      ]);
      assertFineOrNoisy(exitCode, document);
      assert.equal(counters.completed, 1200);
      assert.equal(server.arrivalsMs.length, 1200);
      // 280 requests were due while nobody answered, the first 80 of them a second before its end.
      assert.ok(atLeastMs(response, 1000) >= 79, `${atLeastMs(response, 1000)} over a second`);
      const p99 = point.latency.response.percentiles.find(({ percent }) => percent === 99);
      assert.ok(p99?.state === 'measured' && p99.valueNs > 1.3e9);
    });
  }
});

describe('a server that takes its time', () => {
  for (const load of [constant(200), ['--concurrency', '20']]) {
    it(`of 100 ms is never seen faster, ${load.join(' ')}`, async () => {
      await using server = await badServer(after(100));
      const { counters, response } = await benchAgainst(server, [
        ...[...load, '--requests', '400', ...NO_WARM_UP],
      ]);
      assert.equal(counters.completed, 400);
      assert.equal(server.answered(), 400);
      assert.equal(response.count, 400, 'one sample a request, none made up');
      assert.equal(atLeastMs(response, 100), 400);
    });
  }
  it('of 1 ms, every tenth time of 1 s, is seen with both', async () => {
    await using server = await badServer(everySlow(10, 1000, 1));
    const { response, point } = await benchAgainst(server, [
      ...[...constant(200), '--requests', '600', ...NO_WARM_UP],
    ]);
    assert.equal(response.count, 600);
    assert.ok(atLeastMs(response, 1000) >= 60);
    assert.ok((response.minNs ?? 0) >= 0.999e6 && (response.minNs ?? 0) < 999e6);
    const p95 = point.latency.response.percentiles.find(({ percent }) => percent === 95);
    assert.ok(p95?.state === 'measured' && p95.valueNs >= 999e6);
  });
  it('for ever is a failed load: every request timed out, and no percentile is below the limit', async () => {
    await using server = await badServer(never);
    const { counters, point, exitCode, stdout } = await benchAgainst(server, [
      ...[...constant(50), '--requests', '100', '--timeout', '1s', ...NO_WARM_UP],
    ]);
    assert.equal(exitCode, 4);
    assert.equal(counters.timedOut, 100);
    assert.equal(server.arrivalsMs.length, 100);
    const { percentiles } = point.latency.response;
    const p50 = percentiles.find(({ percent }) => percent === 50);
    assert.ok(p50?.state === 'beyond' && p50.aboveNs >= 0.999e9);
    assert.match(stdout, /> 1\.\d* s|> 1 s/);
  });
});
