import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import {
  Client,
  credentials,
  type GrpcObject,
  loadPackageDefinition,
  type ServiceClientConstructor,
  type ServiceError,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { grpcAdmin } from '../../../src/clients/kserve-grpc-admin.ts';
import type { RunningStack } from '../../../src/stack/index.ts';
import { differenceToReference, digitTensor } from '../../support/held-out-digits.ts';
import { packageRoot } from '../../support/package-root.ts';
import { testModels } from '../../support/test-models.ts';
import { embeddedStack } from '../../support/with-embedded-stack.ts';

const NO_LIMITS = { 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 };
const definition = loadSync(['grpc_service.proto', 'health.proto'], {
  includeDirs: [fileURLToPath(new URL('protos', `file://${packageRoot}`))],
  keepCase: true,
  longs: Number,
  enums: String,
});
const packages = loadPackageDefinition(definition) as {
  inference: { GRPCInferenceService: ServiceClientConstructor };
  grpc: { health: { v1: { Health: ServiceClientConstructor } } };
} & GrpcObject;

type Service = InstanceType<ServiceClientConstructor>;
interface InferAnswer {
  readonly id?: string;
  readonly outputs: readonly object[];
  readonly raw_output_contents: readonly Buffer[];
}

let own: RunningStack;
let others: RunningStack;
let models: ReturnType<typeof testModels>;
let service: Service;
let otherService: Service;
before(async () => {
  models = testModels();
  [own, others] = await Promise.all([embeddedStack(), embeddedStack(models.path)]);
  service = clientOf(own);
  otherService = clientOf(others);
});
after(async () => {
  service.close();
  otherService.close();
  await own[Symbol.asyncDispose]();
  await others[Symbol.asyncDispose]();
  models[Symbol.dispose]();
});

function clientOf({ addresses }: RunningStack): Service {
  const { GRPCInferenceService } = packages.inference;
  return new GRPCInferenceService(addresses.grpc ?? '', credentials.createInsecure(), NO_LIMITS);
}

function call<T = object>(client: Service, method: string, request: object): Promise<T> {
  return new Promise((resolve, reject) => {
    client[method]?.(request, (error: ServiceError | null, answer: T) =>
      error ? reject(error) : resolve(answer),
    );
  });
}

function digits(first: number, count: number, options: object = {}): Promise<InferAnswer> {
  return call(service, 'ModelInfer', {
    model_name: 'mnist_mlp',
    inputs: [{ name: 'input', datatype: 'FP32', shape: [count, 1, 28, 28] }],
    raw_input_contents: [Buffer.from(digitTensor(first, count))],
    ...options,
  });
}

/** A call on bytes that are not what its message should be. */
function callWithBytes(path: string, bytes: Buffer): Promise<Buffer> {
  const client = new Client(own.addresses.grpc ?? '', credentials.createInsecure(), NO_LIMITS);
  return new Promise<Buffer>((resolve, reject) => {
    const same = (value: Buffer) => value;
    client.makeUnaryRequest(path, same, same, bytes, (error, answer) =>
      error ? reject(error) : resolve(answer ?? Buffer.alloc(0)),
    );
  }).finally(() => client.close());
}

describe('the embedded server over gRPC', () => {
  it('shows what it is and has, the same as over HTTP', async () => {
    const admin = grpcAdmin(own.addresses.grpc ?? '');
    assert.equal(await admin.live(), true);
    assert.equal(await admin.ready(), true);
    assert.equal((await admin.server()).name, 'inferbench-embedded');
    assert.deepEqual((await admin.metadata('mnist_mlp')).outputs, [
      { name: 'output', datatype: 'FP32', shape: [-1, 10] },
    ]);
    assert.equal((await admin.config('mnist_mlp')).maxBatchSize, 8192);
    assert.deepEqual(await admin.models(), [
      { name: 'mnist_mlp', version: '1', state: 'READY', reason: null },
    ]);
  });

  it('answers the health service', async () => {
    const { Health } = packages.grpc.health.v1;
    const health = new Health(own.addresses.grpc ?? '', credentials.createInsecure());
    assert.deepEqual(await call(health, 'Check', { service: '' }), { status: 'SERVING' });
    health.close();
  });

  for (const count of [1, 64, 8192]) {
    it(`computes what the reference outputs of the model say, for ${count} at once`, async () => {
      const { outputs, raw_output_contents: raw } = await digits(3, count);
      assert.deepEqual(outputs, [{ name: 'output', datatype: 'FP32', shape: [count, 10] }]);
      assert.ok(differenceToReference(raw[0] ?? Buffer.alloc(0), 3, count) < 1e-4);
    });
  }

  it('gives the id back, and takes a version and parameters', async () => {
    const parameters = { own: { string_param: 'x' } };
    const answer = await digits(0, 1, { id: 'q"7', model_version: '1', parameters });
    assert.equal(answer.id, 'q"7');
  });

  it('takes typed contents and strings', async () => {
    const answer = await call<InferAnswer>(otherService, 'ModelInfer', {
      model_name: 'two',
      inputs: [
        { name: 'a', datatype: 'INT32', shape: [1, 3], contents: { int_contents: [1, 2, -3] } },
        {
          name: 'b',
          datatype: 'BYTES',
          shape: [1, 2],
          contents: { bytes_contents: [Buffer.from('x'), Buffer.from('yy')] },
        },
      ],
    });
    assert.deepEqual(
      answer.raw_output_contents.map((bytes) => bytes.toString('hex')),
      ['0100000002000000fdffffff', '0100000078020000007979'],
    );
  });

  it('keeps its counters exactly', async () => {
    const admin = grpcAdmin(own.addresses.grpc ?? '');
    const countOf = async () => {
      const [model] = await admin.statistics('mnist_mlp');
      return [model?.success.count ?? 0, model?.inferenceCount ?? 0];
    };
    const [requests = 0, inferences = 0] = await countOf();
    await Promise.all([digits(0, 1), digits(1, 5)]);
    assert.deepEqual(await countOf(), [requests + 2, inferences + 6]);
  });

  it('answers a stream message by message; an error does not end it', async () => {
    const stream = service.ModelStreamInfer?.();
    const answers: { error_message?: string; infer_response: InferAnswer }[] = [];
    stream.on('data', (answer: (typeof answers)[number]) => answers.push(answer));
    const ended = new Promise<void>((resolve, reject) => {
      stream.on('end', resolve);
      stream.on('error', reject);
    });
    const input = { name: 'input', datatype: 'FP32', shape: [1, 1, 28, 28] };
    const good = { inputs: [input], raw_input_contents: [Buffer.alloc(3136)] };
    stream.write({ model_name: 'mnist_mlp', id: '1', ...good });
    stream.write({ model_name: 'nope', id: '2', ...good });
    stream.write({ model_name: 'mnist_mlp', id: '3', ...good });
    stream.end();
    await ended;
    const byId = new Map(answers.map((answer) => [answer.infer_response.id, answer]));
    assert.deepEqual([...byId.keys()].sort(), ['1', '2', '3']);
    assert.equal(byId.get('2')?.error_message, "Request for unknown model: 'nope' is not found");
    assert.equal(byId.get('3')?.infer_response.raw_output_contents[0]?.length, 40);
  });
});

describe('a call that the embedded server refuses', () => {
  const input = { name: 'input', datatype: 'FP32', shape: [1, 1, 28, 28] };
  const raw = [Buffer.alloc(3136)];
  const cases: [what: string, request: object, code: number, said: string][] = [
    [
      'an unknown model',
      { model_name: 'nope' },
      5,
      "Request for unknown model: 'nope' is not found",
    ],
    [
      'an unknown version',
      { model_version: '9' },
      5,
      "Request for unknown model: 'mnist_mlp' version 9 is not found",
    ],
    [
      'a version that is no number',
      { model_version: 'x' },
      3,
      "failed to get model version from specified version string 'x' (details: stol), version should be an integral value > 0",
    ],
    [
      'a negative version',
      { model_version: '-1' },
      3,
      "invalid model version specified '-1' , version should be an integral value > 0",
    ],
    [
      'a wrong type',
      { inputs: [{ ...input, datatype: 'INT32' }], raw_input_contents: raw },
      3,
      "[request id: <id_unknown>] inference input 'input' data-type is 'INT32', but model 'mnist_mlp' expects 'FP32'",
    ],
    [
      'too few bytes',
      { inputs: [input], raw_input_contents: [Buffer.alloc(3132)] },
      3,
      "[request id: <id_unknown>] input byte size mismatch for input 'input' for model 'mnist_mlp'. Expected 3136, got 3132",
    ],
    [
      'no data',
      { inputs: [input] },
      3,
      "unable to find data for input tensor 'input' for model 'mnist_mlp' in request.",
    ],
  ];
  for (const [what, request, code, said] of cases) {
    it(`says what Triton says: ${what}`, async () => {
      await assert.rejects(call(service, 'ModelInfer', { model_name: 'mnist_mlp', ...request }), {
        code,
        details: said,
      });
    });
  }

  const admin: [method: string, request: object, code: number, said: string][] = [
    ['ModelMetadata', { name: 'nope' }, 5, "Request for unknown model: 'nope' is not found"],
    ['ModelConfig', {}, 5, "Request for unknown model: '' is not found"],
    ['ModelStatistics', { name: 'nope' }, 3, "requested model 'nope' is not available"],
    [
      'RepositoryIndex',
      { repository_name: 'x' },
      12,
      "'repository_name' specification is not supported",
    ],
    [
      'RepositoryModelLoad',
      { model_name: 'x' },
      14,
      'explicit model load / unload is not allowed if polling is enabled',
    ],
  ];
  for (const [method, request, code, said] of admin) {
    it(`says what Triton says: ${method}`, async () => {
      await assert.rejects(call(service, method, request), { code, details: said });
    });
  }

  it('is one whose bytes are no message, and the next is served', async () => {
    const path = '/inference.GRPCInferenceService/ModelInfer';
    const garbage = Buffer.of(0xff, 0xff, 0xff, 1, 2, 3);
    await assert.rejects(callWithBytes(path, garbage), {
      code: 13,
      details: 'Unable to parse request',
    });
    assert.equal((await digits(0, 1)).raw_output_contents.length, 1);
  });

  it('is one that is absurdly large', async () => {
    const path = '/inference.GRPCInferenceService/ModelInfer';
    const huge = Buffer.alloc(256 * 1024 * 1024 + 1);
    await assert.rejects(callWithBytes(path, huge), { code: 8 });
    assert.equal((await digits(0, 1)).raw_output_contents.length, 1);
  });

  it('is of a method that does not exist', async () => {
    const path = '/inference.GRPCInferenceService/Nope';
    await assert.rejects(callWithBytes(path, Buffer.alloc(0)), { code: 12 });
  });
});
