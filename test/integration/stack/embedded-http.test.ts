import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { httpAdmin } from '../../../src/clients/kserve-admin.ts';
import { fetchMetrics } from '../../../src/clients/triton-metrics.ts';
import type { RunningStack } from '../../../src/stack/index.ts';
import { differenceToReference, digitTensor } from '../../support/held-out-digits.ts';
import { testModels } from '../../support/test-models.ts';
import { embeddedStack } from '../../support/with-embedded-stack.ts';

const HEADER_LENGTH = 'Inference-Header-Content-Length';
const DIGIT_BYTES = 784 * 4;

let own: RunningStack;
let others: RunningStack;
let models: ReturnType<typeof testModels>;
before(async () => {
  models = testModels();
  [own, others] = await Promise.all([embeddedStack(), embeddedStack(models.path)]);
});
after(async () => {
  await own[Symbol.asyncDispose]();
  await others[Symbol.asyncDispose]();
  models[Symbol.dispose]();
});

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
}

async function ask(
  stack: RunningStack,
  path: string,
  init: { method?: string; body?: Uint8Array | string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const { body, ...rest } = init;
  const answer = await fetch(stack.addresses.http + path, {
    ...rest,
    ...(body !== undefined && { body: Buffer.from(body) }),
  });
  const { status, headers } = answer;
  return { status, headers, bytes: Buffer.from(await answer.arrayBuffer()) };
}

const jsonOf = ({ bytes }: Answer): unknown => JSON.parse(bytes.toString());

function infer(stack: RunningStack, model: string, request: unknown, tensors?: Uint8Array) {
  const json = Buffer.from(JSON.stringify(request));
  return ask(stack, `/v2/models/${model}/infer`, {
    method: 'POST',
    body: tensors ? Buffer.concat([json, tensors]) : json,
    ...(tensors && { headers: { [HEADER_LENGTH]: String(json.length) } }),
  });
}

function digits(first: number, count: number, options: object = {}) {
  const input = {
    name: 'input',
    shape: [count, 1, 28, 28],
    datatype: 'FP32',
    parameters: { binary_data_size: count * DIGIT_BYTES },
  };
  const request = { inputs: [input], parameters: { binary_data_output: true }, ...options };
  return infer(own, 'mnist_mlp', request, digitTensor(first, count));
}

const tensorsOf = ({ bytes, headers }: Answer) =>
  bytes.subarray(Number(headers.get(HEADER_LENGTH)));

describe('the embedded server over HTTP', () => {
  it('says that it is no Triton', async () => {
    const { name } = await httpAdmin(own.addresses.http ?? '').server();
    assert.equal(name, 'inferbench-embedded');
    assert.match(own.standIn ?? '', /not Triton/);
  });

  it('is alive and ready, with empty bodies as Triton', async () => {
    for (const path of ['/v2/health/live', '/v2/health/ready', '/v2/models/mnist_mlp/ready']) {
      const { status, bytes } = await ask(own, path);
      assert.deepEqual([status, bytes.length], [200, 0], path);
    }
  });

  it('shows metadata and configuration of its model', async () => {
    const admin = httpAdmin(own.addresses.http ?? '');
    assert.deepEqual(await admin.metadata('mnist_mlp'), {
      name: 'mnist_mlp',
      versions: ['1'],
      platform: 'onnxruntime_onnx',
      inputs: [{ name: 'input', datatype: 'FP32', shape: [-1, 1, 28, 28] }],
      outputs: [{ name: 'output', datatype: 'FP32', shape: [-1, 10] }],
    });
    const config = await admin.config('mnist_mlp', '1');
    assert.deepEqual(config, { maxBatchSize: 8192, decoupled: false, sequenceBatching: false });
  });

  for (const count of [1, 64]) {
    it(`computes what the reference outputs of the model say, for ${count} at once`, async () => {
      const answer = await digits(5, count);
      assert.equal(answer.status, 200);
      assert.equal(answer.headers.get('content-type'), 'application/octet-stream');
      assert.ok(differenceToReference(tensorsOf(answer), 5, count) < 1e-4);
    });
  }

  it('takes and answers 25.7 MB in one request', async () => {
    const answer = await digits(0, 8192);
    assert.equal(answer.status, 200);
    assert.ok(differenceToReference(tensorsOf(answer), 0, 8192) < 1e-4);
  });

  it('computes the same from JSON, from a compressed body and from a bare tensor', async () => {
    const [tensor] = [digitTensor(7, 1)];
    const data = [...new Float32Array(tensor.buffer)];
    const input = { name: 'input', shape: [1, 1, 28, 28], datatype: 'FP32', data };
    const json = JSON.stringify({ inputs: [input] });
    const path = '/v2/models/mnist_mlp/versions/1/infer';
    const values = (answer: Answer) =>
      (jsonOf(answer) as { outputs: [{ data: number[] }] }).outputs[0].data;
    const plain = values(await ask(own, path, { method: 'POST', body: json }));
    const headers = { 'Content-Encoding': 'gzip' };
    const zipped = await ask(own, path, { method: 'POST', body: gzipSync(json), headers });
    assert.deepEqual(values(zipped), plain);
    const raw = await ask(own, path, {
      method: 'POST',
      body: tensor,
      headers: { [HEADER_LENGTH]: '0' },
    });
    assert.ok(differenceToReference(tensorsOf(raw), 7, 1) < 1e-4);
    const floats = Float32Array.from(plain);
    assert.ok(differenceToReference(Buffer.from(floats.buffer), 7, 1) < 1e-4);
  });

  it('gives the id back', async () => {
    const answer = await digits(0, 1, { id: 'q"7', parameters: {} });
    assert.equal((jsonOf(answer) as { id: string }).id, 'q"7');
  });

  it('runs models with several inputs, strings and open shapes, mixing JSON and binary', async () => {
    const a = { name: 'a', shape: [1, 3], datatype: 'INT32', parameters: { binary_data_size: 12 } };
    const b = { name: 'b', shape: [1, 2], datatype: 'BYTES', data: ['x', 'héé'] };
    const outputs = [{ name: 'y', parameters: { binary_data: true } }, { name: 'x' }];
    const tensor = new Uint8Array(Int32Array.of(1, -2, 3).buffer);
    const answer = await infer(others, 'two', { inputs: [a, b], outputs }, tensor);
    const json = answer.bytes.subarray(0, Number(answer.headers.get(HEADER_LENGTH)));
    assert.equal(
      json.toString(),
      '{"model_name":"two","model_version":"1","outputs":[{"name":"x","datatype":"INT32","shape":[1,3],"data":[1,-2,3]},{"name":"y","datatype":"BYTES","shape":[1,2],"parameters":{"binary_data_size":14}}]}',
    );
    assert.equal(tensorsOf(answer).toString('latin1'), '\x01\0\0\0x\x05\0\0\0h\xc3\xa9\xc3\xa9');
  });

  it('runs a model that does not batch', async () => {
    const input = { name: 'x', shape: [3], datatype: 'INT64', data: [1, 2, 9007199254740991] };
    const answer = jsonOf(await infer(others, 'unbatched', { inputs: [input] })) as object;
    assert.deepEqual(answer, {
      model_name: 'unbatched',
      model_version: '1',
      outputs: [{ name: 'y', datatype: 'INT64', shape: [3], data: [1, 2, 9007199254740991] }],
    });
  });
});

describe('what the embedded server has', () => {
  it('is in its index, with a reason for what it does not serve', async () => {
    const index = await httpAdmin(others.addresses.http ?? '').models();
    const lines = index.map(({ name, version, state }) => `${name} ${version} ${state}`);
    assert.deepEqual(lines, [
      'bare 1 READY',
      'full 1 READY',
      'gather 1 READY',
      'nonsense 1 UNAVAILABLE',
      'python 1 UNAVAILABLE',
      'sequence 1 READY',
      'two 1 READY',
      'unbatched 1 READY',
      'versions 2 READY',
      'versions 10 READY',
    ]);
    const reasonOf = (name: string) => index.find((entry) => entry.name === name)?.reason ?? '';
    assert.match(reasonOf('python'), /ONNX models only.*python backend; Triton runs it/);
    assert.match(reasonOf('nonsense'), /NoSuchOperator/);
    const ready = await ask(others, '/v2/repository/index', {
      method: 'POST',
      body: '{"ready":true}',
    });
    assert.equal((jsonOf(ready) as object[]).length, 8);
  });

  it('is the highest version unless another is asked for', async () => {
    const input = { name: 'x', shape: [1, 2], datatype: 'FP32', data: [1, 2] };
    const versionOf = async (model: string) =>
      (jsonOf(await infer(others, model, { inputs: [input] })) as { model_version: string })
        .model_version;
    assert.equal(await versionOf('versions'), '10');
    assert.equal(await versionOf('versions/versions/2'), '2');
  });

  it('is counted for each version apart', async () => {
    const admin = httpAdmin(others.addresses.http ?? '');
    const versions = await admin.statistics('versions');
    assert.deepEqual(
      versions.map(({ version }) => version),
      ['2', '10'],
    );
    const [one] = await admin.statistics('versions', '2');
    assert.equal(one?.version, '2');
  });

  it('is a batch of what arrives together', async () => {
    const input = { name: 'x', shape: [1, 2], datatype: 'FP32', data: [1, 2] };
    const all = await Promise.all(
      [1, 2, 3, 4].map(() => infer(others, 'gather', { inputs: [input] })),
    );
    assert.deepEqual(
      all.map(({ status }) => status),
      [200, 200, 200, 200],
    );
    const [model] = await httpAdmin(others.addresses.http ?? '').statistics('gather');
    assert.deepEqual(
      [model?.success.count, model?.inferenceCount, model?.executionCount],
      [4, 4, 1],
    );
    assert.deepEqual(
      model?.batches.map(({ batchSize, computeInfer }) => [batchSize, computeInfer.count]),
      [[4, 1]],
    );
  });

  it('is on the metrics page, exactly as many as were answered', async () => {
    const successes = async () => {
      const samples = await fetchMetrics(own.addresses.metrics ?? '');
      const of = (name: string) => samples.find((sample) => sample.name === name)?.value ?? -1;
      return [of('nv_inference_request_success'), of('nv_inference_count')] as const;
    };
    const [requests, inferences] = await successes();
    await Promise.all([digits(0, 1), digits(1, 2), digits(3, 1)]);
    assert.deepEqual(await successes(), [requests + 3, inferences + 4]);
    const [model] = await httpAdmin(own.addresses.http ?? '').statistics('mnist_mlp');
    assert.deepEqual([model?.success.count, model?.inferenceCount], [requests + 3, inferences + 4]);
  });
});

describe('a path that the embedded server refuses', () => {
  const unknown = (what: string) => `Request for unknown model: ${what}`;
  const refusals: [call: string, status: number, said: string, body?: string][] = [
    ['GET /', 404, 'Not Found'],
    ['GET /v2/', 404, 'Not Found'],
    ['GET /v2/models/mnist_mlp/versions/x', 404, 'Not Found'],
    ['POST /v2', 405, 'Method Not Allowed'],
    ['GET /v2/models/mnist_mlp/infer', 405, 'Method Not Allowed'],
    ['GET /v2/repository/index', 405, 'Method Not Allowed'],
    ['GET /v2/models/nope', 404, unknown("'nope' is not found")],
    ['GET /v2/models/nope/config', 404, unknown("'nope' is not found")],
    ['GET /v2/models/mnist_mlp/versions/9', 404, unknown("'mnist_mlp' version 9 is not found")],
    ['GET /v2/models/nope/ready', 400, 'Model version not ready'],
    ['GET /v2/models/nope/stats', 400, "requested model 'nope' is not available"],
    [
      'GET /v2/models/mnist_mlp/versions/9/stats',
      400,
      "requested model version is not available for model 'mnist_mlp'",
    ],
    [
      'GET /v2/models/mnist_mlp/versions/99999999999999999999',
      400,
      "failed to get model version from specified version string '99999999999999999999' (details: stol), version should be an integral value > 0",
    ],
    ['POST /v2/models/nope/infer', 404, unknown("'nope' is not found"), '{'],
    [
      'POST /v2/models/mnist_mlp/infer',
      500,
      'failed to parse the request JSON buffer: Invalid value. at 10',
      '{"inputs":',
    ],
    [
      'POST /v2/repository/index',
      500,
      'failed to parse the request JSON buffer: Invalid value. at 0',
      'x',
    ],
    [
      'POST /v2/repository/models/mnist_mlp/load',
      503,
      'explicit model load / unload is not allowed if polling is enabled',
    ],
  ];
  for (const [call, status, said, body] of refusals) {
    it(`${call} → ${status}`, async () => {
      const [method = '', path = ''] = call.split(' ');
      const answer = await ask(own, path, { method, ...(body !== undefined && { body }) });
      assert.equal(answer.status, status);
      assert.deepEqual(jsonOf(answer), { error: said });
    });
  }

  it('is that of a model that could not be loaded', async () => {
    const latest = await ask(others, '/v2/models/nonsense');
    assert.deepEqual(
      [latest.status, jsonOf(latest)],
      [404, { error: unknown("'nonsense' has no available versions") }],
    );
    const explicit = await ask(others, '/v2/models/nonsense/versions/1');
    assert.deepEqual(
      [explicit.status, jsonOf(explicit)],
      [503, { error: unknown("'nonsense' version 1 is not at ready state") }],
    );
  });

  it('is the infer call of a sequence model, whose configuration it shows', async () => {
    const { sequenceBatching } = await httpAdmin(others.addresses.http ?? '').config('sequence');
    assert.equal(sequenceBatching, true);
    const input = { name: 'x', shape: [1, 2], datatype: 'FP32', data: [1, 2] };
    assert.equal((await infer(others, 'sequence', { inputs: [input] })).status, 501);
  });

  it('has an encoding that nobody knows, or one that is broken', async () => {
    const path = '/v2/models/mnist_mlp/infer';
    const answer = await ask(own, path, {
      method: 'POST',
      body: 'x',
      headers: { 'Content-Encoding': 'br' },
    });
    assert.deepEqual(
      [answer.status, jsonOf(answer)],
      [501, { error: 'Unsupported compression type' }],
    );
    assert.equal(answer.headers.get('accept-encoding'), 'gzip, deflate');
    const broken = await ask(own, path, {
      method: 'POST',
      body: 'x',
      headers: { 'Content-Encoding': 'gzip' },
    });
    assert.equal(broken.status, 400);
  });

  it('is a metrics path other than /metrics', async () => {
    const base = (own.addresses.metrics ?? '').replace('/metrics', '');
    assert.equal((await fetch(`${base}/`)).status, 404);
    assert.equal((await fetch(`${base}/metrics`, { method: 'POST' })).status, 405);
  });
});
