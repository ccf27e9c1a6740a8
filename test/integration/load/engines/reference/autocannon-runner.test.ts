import assert from 'node:assert/strict';
import type { IncomingMessage, RequestListener } from 'node:http';
import { describe, it } from 'node:test';
import {
  type AutocannonOptions,
  runAutocannon,
} from '../../../../../src/load/engines/reference/autocannon-runner.ts';
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

function options(url: string, changes: Partial<AutocannonOptions> = {}): AutocannonOptions {
  const { hostname, port } = new URL(url);
  return {
    target: { host: hostname, port: Number(port), tls: false },
    requests,
    check,
    concurrency: 4,
    bound: { requests: 200 },
    timeoutMs: 60_000,
    headers: {},
    ...changes,
  };
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
    const outcome = await runAutocannon(options(server.url));
    assert.equal(served, 200);
    const { sent, statuses, malformed, wrong, timedOut, connectionErrors } = outcome;
    assert.deepEqual(
      { sent, statuses, good: outcome.good, malformed, wrong, timedOut, connectionErrors },
      {
        sent: 200,
        statuses: { 200: 200 },
        good: 200,
        malformed: 0,
        wrong: 0,
        timedOut: 0,
        connectionErrors: 0,
      },
    );
    assert.ok(outcome.correct > 150 && outcome.correct <= 200, `${outcome.correct} correct`);
    assert.ok(outcome.answersPerSecond > 0 && outcome.bytesReceived > 0);
  });

  it('finds wrong and malformed answers', async () => {
    await using server = await stubHttpServer(
      model((right, count) => (count % 2 === 0 ? right.map((value) => -value) : right.slice(1))),
    );
    const { good, wrong, malformed } = await runAutocannon(options(server.url));
    assert.deepEqual({ good, wrong, malformed }, { good: 0, wrong: 100, malformed: 100 });
  });

  it('counts other statuses as they come', async () => {
    let count = 0;
    await using server = await stubHttpServer((message, response) => {
      message.resume();
      count += 1;
      response.writeHead(count % 4 === 0 ? 404 : 503).end('{"error":"no"}');
    });
    const { statuses, good } = await runAutocannon(options(server.url));
    assert.deepEqual([statuses, good], [{ 404: 50, 503: 150 }, 0]);
  });

  it('stops after a time', async () => {
    await using server = await stubHttpServer(model((right) => right));
    const { sent, good, durationMs } = await runAutocannon(
      options(server.url, { bound: { durationMs: 300 } }),
    );
    assert.ok(good > 0 && sent - good <= 4, `${good} of ${sent}`);
    assert.ok(durationMs >= 300);
  });

  it('refuses certificates that it would not look at', async () => {
    const target = { host: '127.0.0.1', port: 1, tls: true };
    await assert.rejects(runAutocannon(options('http://127.0.0.1:1', { target })), {
      code: 'usage',
      hint: /--insecure/,
    });
  });
});
