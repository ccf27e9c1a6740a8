import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { httpAdmin } from '../../src/clients/kserve-admin.ts';
import { onlyResult } from '../support/only-result.ts';
import { type RealTriton, startRealTriton } from '../support/real-triton.ts';
import { emptyFolder, runBench } from '../support/run-bench.ts';

const SHORT = ['--concurrency', '1', '--requests', '20', '--warmup', '0', '--timeout', '60s'];

describe('bench run --load-model, asked of a real Triton', { timeout: 600_000 }, () => {
  let triton: RealTriton;
  before(async () => {
    triton = await startRealTriton(undefined, '--model-control-mode=explicit');
  });
  after(() => triton?.[Symbol.asyncDispose]());

  /** Unloading goes on after the server has answered. */
  async function untilUnloaded(name: string): Promise<void> {
    const admin = httpAdmin(triton.addresses.http);
    for (;;) {
      const states = (await admin.models()).filter((model) => model.name === name);
      if (!states.some(({ state }) => state === 'READY' || state === 'UNLOADING')) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  for (const [how, where] of [
    ['HTTP', () => ['--url', triton.addresses.http, '--metrics-url', triton.addresses.metrics]],
    ['gRPC', () => ['--grpc-url', triton.addresses.grpc, '--protocol', 'grpc']],
  ] as const) {
    it(`over ${how} loads the model, measures it, and unloads it again`, async () => {
      const cwd = emptyFolder();
      const args = ['run', ...where(), '--load-model', '--model', 'mnist_mlp', ...SHORT];
      const { exitCode, stderr } = await runBench(args, cwd);
      assert.ok([0, 6].includes(exitCode ?? -1), stderr);
      const measured = onlyResult(cwd).points[0]?.phases.find(({ name }) => name === 'measured');
      assert.equal(measured?.counters.completed, 20);
      await untilUnloaded('mnist_mlp');
    });
  }
  it('leaves a model that was ready before', async () => {
    const admin = httpAdmin(triton.addresses.http);
    await admin.load('mnist_mlp');
    const args = ['run', '--url', triton.addresses.http, '--load-model', '--model', 'mnist_mlp'];
    const { exitCode, stderr } = await runBench([...args, ...SHORT], emptyFolder());
    assert.ok([0, 6].includes(exitCode ?? -1), stderr);
    const [model] = (await admin.models()).filter(({ name }) => name === 'mnist_mlp');
    assert.equal(model?.state, 'READY');
    await admin.unload('mnist_mlp');
    await untilUnloaded('mnist_mlp');
  });
  for (const where of ['--url', '--grpc-url'] as const) {
    it(`says with the server's words that there is no such model to load, ${where}`, async () => {
      const { http, grpc } = triton.addresses;
      const args = ['run', where, where === '--url' ? http : grpc, '--load-model', '--model', 'no'];
      const { exitCode, stderr } = await runBench(args, emptyFolder());
      assert.equal(exitCode, 2, stderr);
      assert.match(stderr, /does not load model "no": .*no/);
    });
  }
});

describe('bench run --load-model, asked of a Triton that loads at its start', () => {
  it("says with the server's words that it does not load on demand", async () => {
    await using triton = await startRealTriton();
    const args = ['run', '--url', triton.addresses.http, '--load-model', '--model', 'missing'];
    const { exitCode, stderr } = await runBench(args, emptyFolder());
    assert.equal(exitCode, 2, stderr);
    assert.match(stderr, /does not load model "missing": explicit model load/);
    assert.match(stderr, /→ Triton loads on demand with --model-control-mode=explicit/);
  });
});
