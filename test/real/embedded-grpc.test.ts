import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { assertAlike } from '../support/alike.ts';
import { type Pair, startPair } from '../support/embedded-beside-triton.ts';
import { GrpcExchange } from '../support/grpc-exchange.ts';
import { BAD_GRPC_INFERENCES, GOOD_GRPC_INFERENCES } from '../support/grpc-infer-questions.ts';

/** Calls whose whole answer has to be alike. */
const CALLS: readonly (readonly [method: string, request: object])[] = [
  ['ServerLive', {}],
  ['ServerReady', {}],
  ['ModelReady', { name: 'mnist_mlp' }],
  ['ModelReady', { name: 'mnist_mlp', version: '1' }],
  ['ModelReady', { name: 'mnist_mlp', version: '9' }],
  ['ModelReady', { name: 'nope' }],
  ['ModelMetadata', { name: 'nope' }],
  ['ModelMetadata', { name: 'mnist_mlp', version: '9' }],
  ['ModelConfig', { name: 'nope' }],
  ['ModelStatistics', { name: 'nope' }],
];

describe('the embedded server over gRPC, beside a real Triton', () => {
  let pair: Pair;
  let ours: GrpcExchange;
  let theirs: GrpcExchange;
  before(async () => {
    pair = await startPair();
    ours = new GrpcExchange(pair.embedded.grpc);
    theirs = new GrpcExchange(pair.triton.grpc);
  });
  after(async () => {
    ours?.[Symbol.dispose]();
    theirs?.[Symbol.dispose]();
    await pair?.[Symbol.asyncDispose]();
  });

  for (const [method, request] of CALLS) {
    it(`answers ${method} ${JSON.stringify(request)} alike`, async () => {
      assert.deepEqual(await ours.unary(method, request), await theirs.unary(method, request));
    });
  }

  for (const { name, request } of GOOD_GRPC_INFERENCES) {
    it(`answers ${name} alike`, async () => {
      const expected = await theirs.unary('ModelInfer', request);
      assert.equal(expected.code, 0, expected.details);
      assertAlike(withNumbers(await ours.unary('ModelInfer', request)), withNumbers(expected));
    });
  }

  for (const { name, request } of BAD_GRPC_INFERENCES) {
    it(`refuses ${name} alike`, async () => {
      const expected = await theirs.unary('ModelInfer', request);
      assert.notEqual(expected.code, 0);
      assert.deepEqual(await ours.unary('ModelInfer', request), expected);
    });
  }

  it('answers a stream alike, refusals inside it', async () => {
    const good = GOOD_GRPC_INFERENCES.map(({ request }, i) => ({ ...request, id: `good ${i}` }));
    const bad = BAD_GRPC_INFERENCES.slice(0, 5).map(({ request }, i) => ({
      ...request,
      id: `bad ${i}`,
    }));
    const [actual, expected] = await Promise.all([
      ours.stream([...good, ...bad]),
      theirs.stream([...good, ...bad]),
    ]);
    assert.equal(expected.length, good.length + bad.length);
    assertAlike(byId(actual), byId(expected));
  });

  it('describes the model alike, but for the platform', async () => {
    const request = { name: 'mnist_mlp' };
    const actual = await ours.unary('ModelMetadata', request);
    const expected = await theirs.unary('ModelMetadata', request);
    assert.equal(actual.message?.platform, 'onnxruntime_onnx');
    assert.deepEqual({ ...actual.message, platform: '' }, { ...expected.message, platform: '' });
  });

  it('gives the parts of the configuration that decide how the model is asked alike', async () => {
    const parts = async (server: GrpcExchange) => {
      const { message } = await server.unary('ModelConfig', { name: 'mnist_mlp' });
      const config = message?.config as Record<string, unknown>;
      const { name, version_policy, max_batch_size, input, output, dynamic_batching } = config;
      return { name, version_policy, max_batch_size, input, output, dynamic_batching };
    };
    assert.deepEqual(await parts(ours), await parts(theirs));
  });
});

type Answer = Record<string, unknown> | undefined;

/** Raw FP32 contents as numbers, which may differ a little; all else as it came. */
function withNumbers(answer: { readonly message: Answer }): object {
  return { ...answer, message: numbersInside(answer.message) };
}

function numbersInside(message: Answer): object {
  const contents = (message?.raw_output_contents ?? []) as Buffer[];
  const numbers = contents.map((bytes) =>
    Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(4 * i)),
  );
  return { ...message, raw_output_contents: numbers };
}

/** Answers to refused and to good requests may overtake each other. */
function byId(answers: readonly Record<string, unknown>[]): object {
  return Object.fromEntries(
    answers.map((answer) => {
      const response = answer.infer_response as Record<string, unknown>;
      return [response.id, { ...answer, infer_response: numbersInside(response) }];
    }),
  );
}
