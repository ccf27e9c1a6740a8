import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { badServer } from '../../support/bad-servers/bad-server.ts';
import { hungConnection, resetEvery } from '../../support/bad-servers/behaviours.ts';
import { benchAgainst } from '../../support/bad-servers/bench-against.ts';

describe('one hung connection of eight', () => {
  it('costs the requests it swallowed, as the server counts them, and no others their turn', async () => {
    await using server = await badServer(hungConnection(3));
    const { counters, point } = await benchAgainst(server, [
      ...['--concurrency', '8', '--connections', '8', '--requests', '300'],
      ...['--timeout', '3s', '--warmup', '0'],
    ]);
    assert.equal(server.arrivalsMs.length, 300);
    assert.equal(counters.planned, 300);
    assert.equal(counters.timedOut, 1);
    assert.equal(counters.completed, 299);
    assert.equal(counters.completed, server.answered());
    const [timeout] = point.latency.response.percentiles.filter(({ state }) => state === 'beyond');
    assert.equal(timeout, undefined, 'one in 300 is above every percentile that 300 support');
  });
});

describe('a server that resets every tenth connection it is asked on', () => {
  for (const load of [
    ['--qps', '200'],
    ['--concurrency', '4'],
  ]) {
    it(`is reported with exactly its resets, nothing sent twice, ${load.join(' ')}`, async () => {
      await using server = await badServer(resetEvery(10));
      const { counters, point, exitCode } = await benchAgainst(server, [
        ...[...load, '--requests', '300', '--warmup', '0'],
      ]);
      assert.equal(server.arrivalsMs.length, 300);
      assert.equal(server.resets(), 30);
      assert.equal(counters.failed, 30);
      assert.equal(counters.completed, 270);
      assert.equal(
        point.failures.reduce((sum, { count }) => sum + count, 0),
        30,
      );
      for (const { reason } of point.failures) assert.equal(reason, 'reset');
      assert.ok(exitCode === 1 || exitCode === 6, 'errors<=1% is missed');
      assert.equal(
        point.gates.find(({ expression }) => expression.startsWith('errors'))?.passed,
        false,
      );
    });
  }
});
