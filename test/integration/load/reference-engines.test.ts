import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { httpAdmin } from '../../../src/clients/kserve-admin.ts';
import { unaccounted } from '../../../src/contract/accounting.ts';
import type { LoadOutcome } from '../../../src/contract/measurements.ts';
import { parseRunConfig } from '../../../src/contract/parse-run-config.ts';
import type { RunOptionsText } from '../../../src/contract/run-options.ts';
import { prepareLoad, runLoad } from '../../../src/load/index.ts';
import { type RunningStack, startStack } from '../../../src/stack/index.ts';
import { packageRoot } from '../../support/package-root.ts';

const MODEL = 'mnist_mlp';

describe('the same plan through every engine', () => {
  let stack: RunningStack;
  before(async () => {
    stack = await startStack(
      { driver: 'embedded', modelRepository: `${packageRoot}models`, readyTimeoutMs: 60_000 },
      new AbortController().signal,
    );
  });
  after(() => stack[Symbol.asyncDispose]());

  async function served(): Promise<number> {
    const [statistics] = await httpAdmin(stack.addresses.http ?? '').statistics(MODEL);
    return statistics?.inferenceCount ?? 0;
  }

  async function run(options: RunOptionsText): Promise<LoadOutcome> {
    const config = parseRunConfig({ model: MODEL, seed: 1, timeout: '60s', ...options });
    const prepared = await prepareLoad(config, stack.addresses);
    return runLoad(prepared, {}, new AbortController().signal);
  }

  const engines: readonly RunOptionsText[] = [
    { engine: 'native', protocol: 'http' },
    { engine: 'native', protocol: 'http', tensorFormat: 'json' },
    { engine: 'autocannon' },
    { engine: 'native', protocol: 'grpc' },
    { engine: 'grpc-js', protocol: 'grpc' },
  ];
  for (const choice of engines) {
    const name = Object.values(choice).join(', ');

    it(`sends a bound of requests and gets the model’s answers: ${name}`, async () => {
      const before = await served();
      const outcome = await run({ ...choice, concurrency: 3, requests: 200, warmup: '200ms' });
      const [warmup, measured] = outcome.phases;
      assert.ok(warmup && measured);
      assert.equal(measured.counters.planned, 200);
      for (const { counters } of outcome.phases) {
        assert.equal(counters.completed, counters.planned);
        assert.equal(unaccounted(counters), 0);
      }
      const planned = warmup.counters.planned + measured.counters.planned;
      assert.equal((await served()) - before, planned);
      const { checked, wrong, labelled, correct } = outcome.answers;
      assert.deepEqual([checked, wrong, labelled], [200, 0, 200]);
      assert.ok(correct >= 180, `${correct} of 200`);
    });
  }

  it('sends for a time through autocannon, and waits for what is in flight', async () => {
    const before = await served();
    const outcome = await run({
      ...{ engine: 'autocannon', concurrency: 3, duration: '1s', warmup: '200ms' },
    });
    const counters = outcome.phases.map((phase) => phase.counters);
    const planned = counters.reduce((sum, phase) => sum + phase.planned, 0);
    assert.ok((counters[1]?.planned ?? 0) > 0);
    assert.deepEqual(
      counters.map(({ planned: due, completed }) => due - completed),
      [0, 0],
    );
    assert.equal((await served()) - before, planned);
    assert.ok(outcome.intervals.length >= 1);
  });

  it('sends nothing through the null engine, and claims no accuracy', async () => {
    const before = await served();
    const outcome = await run({ engine: 'null', qps: 500, duration: '1s', warmup: '0' });
    assert.equal(outcome.phases[1]?.counters.completed, 500);
    assert.equal(await served(), before);
    assert.deepEqual([outcome.answers.checked, outcome.answers.labelled], [0, 0]);
  });
});
