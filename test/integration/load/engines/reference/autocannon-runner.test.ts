import assert from 'node:assert/strict';
import type { IncomingMessage, RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { describe, it } from 'node:test';
import { OUTCOMES } from '../../../../../src/contract/outcome.ts';
import type { Slot } from '../../../../../src/load/engines/engine.ts';
import {
  type AutocannonOptions,
  AutocannonRunner,
} from '../../../../../src/load/engines/reference/autocannon-runner.ts';
import { createRealClock } from '../../../../../src/load/pacing/real-clock.ts';
import { buildSharedRequests } from '../../../../../src/load/requests/build-shared-requests.ts';
import { openRequests } from '../../../../../src/load/requests/open-requests.ts';
import { stubHttpServer } from '../../../../support/stub-http-server.ts';
import { aModel, choices } from '../../../../unit/load/requests/a-model.ts';

const CLASSES = 10;
const shared = buildSharedRequests(aModel(), choices({ tensorFormat: 'json' }));
const reference = new Float32Array(shared.expected.reference as SharedArrayBuffer);
const { requests, check } = openRequests(shared);
const bodies = new Map(
  Array.from({ length: requests.size }, (_, request) => [
    Buffer.from(requests.body(request)).toString(),
    request,
  ]),
);

async function bodyOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** Answers as the model would; `logits` may spoil it. */
function model(logits: (right: number[], count: number) => number[]): RequestListener {
  let count = 0;
  return async (message, response) => {
    const request = bodies.get(await bodyOf(message));
    count += 1;
    assert.ok(request !== undefined, 'a request of ours');
    const right = [...reference.subarray(request * CLASSES, (request + 1) * CLASSES)];
    const output = { name: 'output', datatype: 'FP32', shape: [1, CLASSES] };
    const answer = {
      model_name: 'mnist_mlp',
      outputs: [{ ...output, data: logits(right, count) }],
    };
    response.end(JSON.stringify(answer));
  };
}

/** A runner, and what it told: every start, and how often each end. */
function runnerAt(url: string, changes: Partial<AutocannonOptions> = {}, onEnd = (_: Slot) => {}) {
  const { hostname, port } = new URL(url);
  const told = { started: 0, correct: 0, outcomes: {} as Record<string, number> };
  const options: AutocannonOptions = {
    target: { host: hostname, port: Number(port), tls: false },
    ...{ requests, check },
    clock: createRealClock(),
    concurrency: 4,
    timeoutNs: 60e9,
    headers: {},
    ...changes,
  };
  const runner = new AutocannonRunner(options, {
    started() {
      told.started += 1;
    },
    ended(slot) {
      const name = OUTCOMES[slot.outcome] ?? '';
      told.outcomes[name] = (told.outcomes[name] ?? 0) + 1;
      told.correct += slot.correct;
      assert.ok(slot.dueNs <= slot.sentNs && slot.sentNs <= slot.doneNs);
      onEnd(slot);
    },
  });
  return { runner, told };
}

describe('the autocannon runner', () => {
  it('sends as many requests as were asked for, and takes good answers for good', async () => {
    let served = 0;
    const good = model((right) => right);
    await using server = await stubHttpServer((message, response) => {
      served += 1;
      assert.equal(`${message.method} ${message.url}`, 'POST /v2/models/mnist_mlp/infer');
      good(message, response);
    });
    const { runner, told } = runnerAt(server.url);
    await runner.run(200);
    assert.equal(served, 200);
    assert.equal(told.started, 200);
    assert.deepEqual(told.outcomes, { ok: 200 });
    assert.ok(told.correct > 150 && told.correct <= 200, `${told.correct} correct`);
    assert.equal(runner.reconnections, 0);
    assert.equal(runner.inFlight, 0);
  });

  it('finds wrong and malformed answers', async () => {
    await using server = await stubHttpServer(
      model((right, count) => (count % 2 === 0 ? right.map((value) => -value) : right.slice(1))),
    );
    const { runner, told } = runnerAt(server.url);
    await runner.run(200);
    assert.deepEqual(told.outcomes, { 'wrong-answer': 100, 'malformed-answer': 100 });
  });

  it('tells the statuses and the words of a server apart', async () => {
    let count = 0;
    await using server = await stubHttpServer((message, response) => {
      message.resume();
      count += 1;
      if (count % 4 === 0) response.writeHead(404).end('{"error":"unknown model"}');
      else response.writeHead(503).end('{"error":"Exceeds maximum queue size"}');
    });
    const details = new Set<string>();
    const { runner, told } = runnerAt(server.url, {}, ({ detail }) => details.add(detail));
    await runner.run(200);
    assert.deepEqual(told.outcomes, { 'http-4xx': 50, overloaded: 150 });
    assert.deepEqual([...details].sort(), [
      'HTTP 404: unknown model',
      'HTTP 503: Exceeds maximum queue size',
    ]);
  });

  it('sends no more once it is drained, and waits for what is in flight', async () => {
    await using server = await stubHttpServer(model((right) => right));
    const { runner, told } = runnerAt(server.url, {}, () => {
      if (told.started === 100) runner.drain();
    });
    await runner.run(null);
    assert.deepEqual(told.outcomes, { ok: told.started });
    assert.ok(told.started < 110, `${told.started} started`);
  });

  it('ends what is in flight as aborted when it is stopped', async () => {
    let waiting = 0;
    await using server = await stubHttpServer((message) => {
      message.resume();
      waiting += 1;
      if (waiting === 4) runner.stop();
    });
    const { runner, told } = runnerAt(server.url);
    await runner.run(null);
    assert.deepEqual([told.started, told.outcomes], [4, { aborted: 4 }]);
  });

  it('times out what is not answered', async () => {
    await using server = await stubHttpServer((message) => void message.resume());
    const timeoutNs = 50e6;
    const { runner, told } = runnerAt(server.url, { timeoutNs, concurrency: 1 }, (slot) => {
      assert.equal(slot.doneNs - slot.sentNs, timeoutNs);
    });
    await runner.run(3);
    assert.deepEqual([told.started, told.outcomes], [3, { 'timed-out': 3 }]);
  });

  it('notices answers that the server cut off, which autocannon itself passes over', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => socket.end());
    });
    await new Promise<void>((up) => server.listen(0, '127.0.0.1', up));
    const { port } = server.address() as AddressInfo;
    const { runner, told } = runnerAt(`http://127.0.0.1:${port}`, { concurrency: 1 });
    await runner.run(5);
    server.close();
    const { 'closed-mid-answer': closed = 0, reset = 0 } = told.outcomes;
    assert.equal(told.started, 5);
    assert.equal(closed + reset, 5);
    assert.equal(runner.reconnections, 4);
  });

  it('names refused connections', async () => {
    const { runner, told } = runnerAt('http://127.0.0.1:1', { concurrency: 1 });
    await runner.run(3);
    assert.deepEqual(told.outcomes, { refused: 3 });
  });

  it('refuses certificates that it would not look at', () => {
    const target = { host: '127.0.0.1', port: 1, tls: true };
    assert.throws(() => runnerAt('http://127.0.0.1:1', { target }), {
      code: 'config-invalid',
      hint: /--insecure/,
    });
  });
});
