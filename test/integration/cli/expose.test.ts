import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { parsePrometheusText } from '../../../src/clients/prometheus-text.ts';
import { addCounters } from '../../../src/contract/accounting.ts';
import { EXIT_CODE } from '../../../src/contract/bench-error.ts';
import { CLIENT_METRICS } from '../../../src/contract/client-metrics.ts';
import type { MetricSample } from '../../../src/contract/measurements.ts';
import { freePorts } from '../../support/free-ports.ts';
import { onlyResult } from '../../support/only-result.ts';
import { emptyFolder, runBench } from '../../support/run-bench.ts';

/** Asks until the page is gone, and keeps every answer. */
async function watchPage(url: string, isOver: () => boolean): Promise<(readonly MetricSample[])[]> {
  const pages: (readonly MetricSample[])[] = [];
  while (!isOver()) {
    const page = await fetch(url).then(
      (answer) => answer.text(),
      () => null,
    );
    if (page !== null) pages.push(parsePrometheusText(page));
    await pause(100);
  }
  return pages;
}

const named = (page: readonly MetricSample[] | undefined, name: string) =>
  page?.filter((sample) => sample.name === name) ?? [];

describe('bench run --expose', { timeout: 600_000 }, () => {
  it('shows while it lasts what its result says, and is gone afterwards', async () => {
    const [port = 0] = await freePorts(1);
    const url = `http://127.0.0.1:${port}/metrics`;
    const folder = emptyFolder();
    let isOver = false;
    const flags = `run --qps 100 --duration 3s --warmup 1s --expose ${port} --workers 2`;
    const run = runBench(flags.split(' '), folder).finally(() => {
      isOver = true;
    });
    const pages = await watchPage(url, () => isOver);
    const { stderr } = await run;
    const document = onlyResult(folder);
    const point = document.points[0];
    assert.ok(point, stderr);
    const counters = point.phases.map((phase) => phase.counters).reduce(addCounters);
    const last = pages.at(-1);
    const outcomes = named(last, CLIENT_METRICS.requests.name);
    const count = (outcome: string) =>
      outcomes.find(({ labels }) => labels.outcome === outcome)?.value;
    assert.equal(count('ok'), counters.completed);
    assert.equal(count('timed-out'), counters.timedOut);
    for (const { name } of [
      CLIENT_METRICS.responseTime,
      CLIENT_METRICS.serviceTime,
      CLIENT_METRICS.lateness,
    ]) {
      const [total] = named(last, `${name}_count`);
      assert.equal(total?.value, counters.completed + counters.timedOut, name);
      const { run: id, model, protocol } = total?.labels ?? {};
      assert.deepEqual([id, model, protocol], [document.id, 'mnist_mlp', 'http']);
    }
    assert.equal(named(last, CLIENT_METRICS.inFlight.name)[0]?.value, 0);
    const due = pages.map((page) => named(page, CLIENT_METRICS.dueRate.name)[0]?.value ?? 0);
    assert.ok(Math.max(...due) > 50, `${due}`);
    await assert.rejects(fetch(url));
  });

  it('refuses a taken port before anything is started', async () => {
    const taken = createServer();
    await once(taken.listen(0, '127.0.0.1'), 'listening');
    const { port } = taken.address() as AddressInfo;
    const ending = await runBench(['run', '--expose', String(port)], emptyFolder());
    taken.close();
    assert.equal(ending.exitCode, EXIT_CODE.usage);
    assert.match(ending.stderr, new RegExp(`127.0.0.1:${port}: somebody listens there already`));
    assert.match(ending.stderr, /give --expose another port/);
    assert.equal(ending.stdout, '');
  });

  it('refuses a host that is not this machine', async () => {
    const ending = await runBench(['run', '--expose', '192.0.2.1:9464'], emptyFolder());
    assert.equal(ending.exitCode, EXIT_CODE.usage);
    assert.match(ending.stderr, /cannot be served at 192.0.2.1:9464/);
  });
});
