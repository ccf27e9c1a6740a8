import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { httpAdmin } from '../../../src/clients/kserve-admin.ts';
import { BenchError } from '../../../src/contract/bench-error.ts';
import { type RunningStack, type StackRequest, startStack } from '../../../src/stack/index.ts';
import { freePorts } from '../../support/free-ports.ts';
import { modelFolder } from '../../support/model-folder.ts';
import { packageRoot } from '../../support/package-root.ts';
import { embeddedStack, READY_TIMEOUT_MS } from '../../support/with-embedded-stack.ts';

const idle = new AbortController().signal;
const usual: StackRequest = {
  driver: 'embedded',
  modelRepository: `${packageRoot}models`,
  readyTimeoutMs: READY_TIMEOUT_MS,
};

async function refusal(start: Promise<RunningStack>): Promise<BenchError> {
  const outcome = await start.then(
    (stack) => stack[Symbol.asyncDispose](),
    (error: unknown) => error,
  );
  assert.ok(outcome instanceof BenchError, String(outcome));
  return outcome;
}

/** The server's process, from the line that it writes first. */
function processOf(stack: RunningStack): number {
  const pid = /process (\d+)/.exec(stack.logTail()[0] ?? '')?.[1];
  assert.ok(pid, stack.logTail().join('\n'));
  return Number(pid);
}

async function untilSilent(address: string): Promise<void> {
  while (await httpAdmin(address).live()) await new Promise((turn) => setImmediate(turn));
}

describe('the embedded server’s process', () => {
  it('ends with its parent, even when that is killed', async () => {
    const script = fileURLToPath(new URL('../../support/start-embedded-stack.js', import.meta.url));
    const parent = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [address] = (await once(createInterface(parent.stdout), 'line')) as [string];
    assert.equal(await httpAdmin(address).ready(), true);
    parent.kill('SIGKILL');
    await untilSilent(address);
  });

  it('has a process group of its own, so that Ctrl-C reaches its parent alone', async () => {
    await using stack = await embeddedStack();
    assert.notEqual(await groupOf(processOf(stack)), await groupOf(process.pid));
  });

  it('is gone when the stack is disposed, and may be disposed twice', async () => {
    const stack = await embeddedStack();
    await stack[Symbol.asyncDispose]();
    await stack[Symbol.asyncDispose]();
    assert.equal(await httpAdmin(stack.addresses.http ?? '').live(), false);
  });

  it('is one of several, each with ports of its own', async () => {
    const stacks = await Promise.all([embeddedStack(), embeddedStack()]);
    const addresses = stacks.flatMap(({ addresses: of }) => [of.http, of.grpc, of.metrics]);
    assert.equal(new Set(addresses).size, 6);
    for (const { addresses: of } of stacks)
      assert.equal(await httpAdmin(of.http ?? '').ready(), true);
    await Promise.all(stacks.map((stack) => stack[Symbol.asyncDispose]()));
  });

  it('takes the ports that it is given', async () => {
    const [http = 0, grpc = 0, metrics = 0] = await freePorts(3);
    await using stack = await startStack({ ...usual, ports: { http, grpc, metrics } }, idle);
    assert.deepEqual(stack.addresses, {
      http: `http://127.0.0.1:${http}`,
      grpc: `127.0.0.1:${grpc}`,
      metrics: `http://127.0.0.1:${metrics}/metrics`,
    });
  });

  it('ends properly when it is told to, which is reported with its last lines', async () => {
    await using stack = await embeddedStack();
    process.kill(processOf(stack), 'SIGTERM');
    const sentence = await stack.died;
    assert.match(sentence, /^the embedded server ended with exit code 0; its last lines:\n/);
    assert.match(sentence, /mnist_mlp 1 READY: loaded in/);
  });

  it('may die, which is reported', async () => {
    await using stack = await embeddedStack();
    process.kill(processOf(stack), 'SIGKILL');
    assert.match(await stack.died, /^the embedded server was ended by SIGKILL/);
  });
});

async function groupOf(pid: number): Promise<string> {
  const ps = spawn('ps', ['-o', 'pgid=', '-p', String(pid)], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [line] = (await once(createInterface(ps.stdout), 'line')) as [string];
  return line.trim();
}

describe('an embedded server that cannot start', () => {
  for (const protocol of ['http', 'grpc', 'metrics'] as const) {
    it(`names the ${protocol} port that is in use, and what to do`, async () => {
      await using other = await embeddedStack();
      const address = other.addresses[protocol] ?? '';
      const port = Number(/:(\d+)/.exec(address)?.[1]);
      const ports = { http: 0, grpc: 0, metrics: 0, [protocol]: port };
      const error = await refusal(startStack({ ...usual, ports }, idle));
      assert.equal(error.code, 'stack-not-started');
      assert.equal(error.message, `port ${port} on 127.0.0.1 is in use`);
      assert.match(error.hint, /choose another port/);
    });
  }

  it('says where there is no model repository', async () => {
    const error = await refusal(startStack({ ...usual, modelRepository: '/no/such/folder' }, idle));
    assert.equal(error.code, 'config-invalid');
    assert.equal(error.message, 'no model repository at /no/such/folder: there is no such folder');
  });

  it('shows every mistake of a repository with line and column', async () => {
    using models = modelFolder({
      'a/config.pbtxt': 'name: "a"\nmax_batch_size 8\n',
      'b/config.pbtxt': 'name: "b"\nmax_batchsize: 8\n',
      'b/1/model.onnx': 'x',
    });
    const error = await refusal(startStack({ ...usual, modelRepository: models.path }, idle));
    assert.equal(error.code, 'config-invalid');
    assert.equal(
      error.message.replaceAll(models.path, '…'),
      [
        'the model repository … has 3 mistakes',
        '…/a/config.pbtxt:2:16: expected `:` after `max_batch_size` (protobuf text format is `name: value` and `name { … }`)',
        '…/b/config.pbtxt:2:1: ModelConfig has no field "max_batchsize" (did you mean max_batch_size?)',
        '…/b/1/model.onnx: is no ONNX model: ends inside a number (export or copy the model again)',
      ].join('\n'),
    );
  });

  it('says why it can serve no model of a repository', async () => {
    using models = modelFolder({ 'p/config.pbtxt': 'backend: "python"', 'p/1/model.py': '' });
    const error = await refusal(startStack({ ...usual, modelRepository: models.path }, idle));
    assert.equal(error.code, 'config-invalid');
    assert.match(error.message, /can be served here\np: the embedded server runs ONNX models only/);
  });

  it('is not waited for longer than the budget', async () => {
    const error = await refusal(startStack({ ...usual, readyTimeoutMs: 1 }, idle));
    assert.equal(error.code, 'stack-not-started');
    assert.match(error.message, /^the embedded server was not ready within 0.001 s/);
  });

  it('is ended when its start is interrupted', async () => {
    const controller = new AbortController();
    const start = startStack(usual, controller.signal);
    controller.abort();
    assert.equal((await refusal(start)).code, 'interrupted');
  });
});
