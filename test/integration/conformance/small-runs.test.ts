import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { badServer } from '../../support/bad-servers/bad-server.ts';
import { atOnce } from '../../support/bad-servers/behaviours.ts';
import { benchAgainst } from '../../support/bad-servers/bench-against.ts';
import { freePorts } from '../../support/free-ports.ts';
import { emptyFolder, runBench } from '../../support/run-bench.ts';

describe('a run that sends nothing', () => {
  for (const [args, why] of [
    [['--requests', '0'], 'no requests asked for'],
    [['--qps', '0.1', '--duration', '1s'], 'a rate that sends none in this time'],
    [['--qps', '0'], 'no rate'],
  ] as const) {
    it(`does not end well: ${why}`, async () => {
      await using server = await badServer(atOnce);
      const cwd = emptyFolder();
      const { exitCode } = await runBench(
        ['run', '--url', server.url, ...args, '--warmup', '0'],
        cwd,
      );
      assert.equal(server.arrivalsMs.length, 0);
      assert.notEqual(exitCode, 0);
    });
  }
  it('does not end well: nobody listens', async () => {
    const [port] = await freePorts(1);
    const { exitCode } = await runBench(
      ['run', '--url', `http://127.0.0.1:${port}`, '--qps', '10'],
      emptyFolder(),
    );
    assert.equal(exitCode, 3);
  });
});

describe('a short run', () => {
  it('with fewer requests than places sends just those', async () => {
    await using server = await badServer(atOnce);
    const { counters, response } = await benchAgainst(server, [
      ...['--concurrency', '64', '--requests', '5', '--warmup', '0'],
    ]);
    assert.equal(server.arrivalsMs.length, 5);
    assert.equal(counters.completed, 5);
    assert.equal(response.count, 5);
  });
  for (const load of [
    ['--qps', '100'],
    ['--concurrency', '2'],
  ]) {
    it(`shorter than its warm-up keeps the two apart, ${load.join(' ')}`, async () => {
      await using server = await badServer(atOnce);
      const { point, counters, response } = await benchAgainst(server, [
        ...[...load, '--warmup', '2s', '--requests', '20'],
      ]);
      const warmUp = point.phases.find(({ name }) => name === 'warmup')?.counters;
      assert.equal(counters.completed, 20);
      assert.equal(response.count, 20, 'latencies of the measured phase only');
      assert.equal(server.arrivalsMs.length, 20 + (warmUp?.completed ?? 0));
      assert.ok((warmUp?.completed ?? 0) > 20);
    });
  }
});

describe('the load model', () => {
  for (const [load, model, words] of [
    [['--qps', '50'], 'open', /open loop/],
    [['--concurrency', '2'], 'closed', /closed loop/],
  ] as const) {
    it(`of ${load.join(' ')} is called ${model}, in the summary too`, async () => {
      await using server = await badServer(atOnce);
      const { point, stdout } = await benchAgainst(server, [
        ...[...load, '--requests', '20', '--warmup', '0'],
      ]);
      assert.equal(point.workload.model, model);
      assert.match(stdout, words);
    });
  }
});
