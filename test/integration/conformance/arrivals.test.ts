import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { badServer } from '../../support/bad-servers/bad-server.ts';
import { after, atOnce } from '../../support/bad-servers/behaviours.ts';
import { benchAgainst } from '../../support/bad-servers/bench-against.ts';
import { starve } from '../../support/bad-servers/starve.ts';
import { assertFineOrNoisy } from '../../support/only-result.ts';

describe('arrivals at a server that stamps them', () => {
  for (const [rate, requests] of [
    [1, 3],
    [200, 400],
    [5000, 5000],
  ] as const) {
    it(`${rate}/s: all come, none later than its reported response time admits`, async () => {
      await using server = await badServer(atOnce);
      const { counters, response, exitCode, document } = await benchAgainst(server, [
        ...['--qps', String(rate), '--arrivals', 'constant', '--requests', String(requests)],
        ...['--warmup', '0', '--workers', '1'],
      ]);
      assertFineOrNoisy(exitCode, document);
      assert.equal(counters.completed, requests);
      assert.equal(server.arrivalsMs.length, requests);
      // Each request is due ≤ arrived ≤ done, whatever the machine did. Which arrival belongs to which
      // request is unknown, but neither the mean nor the least possible maximum depends on it. The
      // clocks' offset is unknown too: the least delay counts as none.
      const offsets = server.arrivalsMs.map((ms, i) => ms - (i * 1000) / rate);
      const least = offsets.reduce((a, b) => Math.min(a, b));
      const mean = offsets.reduce((sum, ms) => sum + ms - least, 0) / requests;
      const most = offsets.reduce((a, b) => Math.max(a, b)) - least;
      assert.ok(mean <= ((response.meanNs ?? 0) / 1e6) * 1.001, `${mean} ms late on average`);
      assert.ok(most <= (response.maxNs ?? 0) / 1e6, `${most} ms late at most`);
    });
  }
  it('are the same from two workers as from one, and so are the samples', async () => {
    const runs = [];
    for (const workers of ['1', '2']) {
      await using server = await badServer(after(20));
      const args = ['--qps', '200', '--requests', '400', '--warmup', '0', '--seed', '5'];
      const run = await benchAgainst(server, [...args, '--workers', workers]);
      assert.equal(server.arrivalsMs.length, 400);
      runs.push(run);
    }
    const [one, two] = runs;
    assert.equal(two?.point.generator?.workers.length, 2);
    assert.equal(one?.response.count, two?.response.count);
    const shares = two?.point.generator?.workers.map(({ counters }) => counters.completed) ?? [];
    assert.deepEqual(shares, [200, 200]);
    // How many more seconds the last answers took is the machine's.
    const due = (run: typeof one) =>
      run?.point.intervals.map((second) => second.due).filter((count) => count > 0);
    assert.deepEqual(due(two), due(one));
    for (const run of runs) assert.ok((run.response.minNs ?? 0) >= 19.9e6);
  });
});

describe('a generator that gets a tenth of its time', () => {
  it('says that its numbers cannot be believed', async () => {
    await using server = await badServer(atOnce);
    let starving: { stop(): void } | undefined;
    const { exitCode, point, stdout } = await benchAgainst(
      server,
      ['--qps', '200', '--duration', '3s', '--warmup', '0'],
      (pid) => {
        starving = starve(pid);
      },
    );
    starving?.stop();
    assert.equal(exitCode, 6);
    assert.equal(point.verdict, 'invalid');
    assert.match(stdout, /INVALID/i);
    assert.ok(point.rules.some(({ rule, fired }) => fired && rule === 'distortion'));
  });
});
