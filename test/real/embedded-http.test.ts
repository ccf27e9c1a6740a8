import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { assertAlike } from '../support/alike.ts';
import { type Pair, startPair } from '../support/embedded-beside-triton.ts';
import { type HttpAnswer, type HttpQuestion, httpExchange } from '../support/http-exchange.ts';
import { BAD_HTTP_INFERENCES, GOOD_HTTP_INFERENCES } from '../support/http-infer-questions.ts';

const INFER = '/v2/models/mnist_mlp/infer';
const HEADER_LENGTH = 'inference-header-content-length';

/** Addresses that answer with a status alone, or with a refusal. */
const BARE: readonly (readonly [method: string, path: string, body?: string])[] = [
  ['GET', '/v2/health/live'],
  ['GET', '/v2/health/ready'],
  ['GET', '/v2/models/mnist_mlp/ready'],
  ['GET', '/v2/models/mnist_mlp/versions/1/ready'],
  ['GET', '/v2/models/mnist_mlp/versions/9/ready'],
  ['GET', '/v2/models/nope/ready'],
  ['GET', '/v2/models/nope'],
  // Triton looks models up by the path as it was written, %-escapes and all.
  ['GET', '/v2/models/mnist%5Fmlp'],
  ['GET', '/v2/models/mnist_mlp/versions/9'],
  ['GET', '/v2/models/nope/config'],
  ['GET', '/v2/models/nope/stats'],
  ['GET', '/v2/nonsense'],
  ['GET', INFER],
  ['POST', '/v2/health/live', ''],
  ['POST', '/v2/models/mnist_mlp/config', ''],
  ['POST', '/v2/repository/models/mnist_mlp/load', '{}'],
];

describe('the embedded server over HTTP, beside a real Triton', () => {
  let pair: Pair;
  before(async () => {
    pair = await startPair();
  });
  after(() => pair?.[Symbol.asyncDispose]());

  async function both(path: string, question: HttpQuestion = {}) {
    return {
      ours: await httpExchange(pair.embedded.http + path, question),
      theirs: await httpExchange(pair.triton.http + path, question),
    };
  }

  const text = (answer: HttpAnswer) => answer.body.toString('latin1');
  const parsed = (answer: HttpAnswer) => JSON.parse(text(answer));

  for (const [method, path, body] of BARE) {
    it(`answers ${method} ${path} alike`, async () => {
      const { ours, theirs } = await both(path, body === undefined ? { method } : { method, body });
      assert.equal(ours.status, theirs.status);
      assert.equal(text(ours), text(theirs));
    });
  }

  for (const { name, path = INFER, question } of GOOD_HTTP_INFERENCES) {
    it(`answers ${name} alike`, async () => {
      const { ours, theirs } = await both(path, question);
      assert.equal(theirs.status, 200, text(theirs));
      assert.equal(ours.status, 200, text(ours));
      assert.equal(ours.headers['content-type'], theirs.headers['content-type']);
      assert.equal(ours.headers[HEADER_LENGTH], theirs.headers[HEADER_LENGTH]);
      assertAlike(contents(ours), contents(theirs));
    });
  }

  for (const { name, path = INFER, question } of BAD_HTTP_INFERENCES) {
    it(`refuses ${name} alike`, async () => {
      const { ours, theirs } = await both(path, question);
      assert.ok(theirs.status >= 400, text(theirs));
      assert.equal(sortedLists(text(ours)), sortedLists(text(theirs)));
      assert.equal(ours.status, theirs.status);
    });
  }

  it('describes the model alike, but for the platform', async () => {
    for (const path of ['/v2/models/mnist_mlp', '/v2/models/mnist_mlp/versions/1']) {
      const { ours, theirs } = await both(path);
      assert.equal(parsed(ours).platform, 'onnxruntime_onnx');
      assert.deepEqual({ ...parsed(ours), platform: '' }, { ...parsed(theirs), platform: '' });
    }
  });

  it('gives the parts of the configuration that decide how the model is asked alike', async () => {
    const { ours, theirs } = await both('/v2/models/mnist_mlp/config');
    const parts = (answer: HttpAnswer) => {
      const { name, version_policy, max_batch_size, input, output, dynamic_batching } =
        parsed(answer);
      return { name, version_policy, max_batch_size, input, output, dynamic_batching };
    };
    assert.deepEqual(parts(ours), parts(theirs));
  });

  it('lists the model alike', async () => {
    for (const body of ['', '{"ready":true}']) {
      const { ours, theirs } = await both('/v2/repository/index', { method: 'POST', body });
      const entry = (answer: HttpAnswer) =>
        parsed(answer).find((model: { name: string }) => model.name === 'mnist_mlp');
      assert.deepEqual(entry(ours), entry(theirs));
    }
  });
});

/** Triton lists names in its hash table's order, which changes from build to build. */
function sortedLists(message: string): string {
  return message.replace(/\['[^\]]*\]/g, (list) => list.slice(1, -1).split(',').sort().join());
}

/** JSON header and the numbers behind it, so that both can be compared. */
function contents(answer: HttpAnswer): object {
  const headerLength = Number(answer.headers[HEADER_LENGTH] ?? answer.body.length);
  const header = JSON.parse(answer.body.subarray(0, headerLength).toString('utf8'));
  const tensor = answer.body.subarray(headerLength);
  return {
    header,
    tensor: Array.from({ length: tensor.length / 4 }, (_, i) => tensor.readFloatLE(4 * i)),
  };
}
