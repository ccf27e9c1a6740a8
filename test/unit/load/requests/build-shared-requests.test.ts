import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { buildSharedRequests } from '../../../../src/load/requests/build-shared-requests.ts';
import { readDigits } from '../../../../src/load/requests/digits.ts';
import { openRequests } from '../../../../src/load/requests/open-requests.ts';
import type { SharedRequests } from '../../../../src/load/requests/shared-requests.ts';
import { decodeTensor } from '../../../../src/load/requests/tensor-codec.ts';
import { decodeInferRequest } from '../../../support/infer-messages.ts';
import { aModel, aModelOfAllSorts, choices } from './a-model.ts';

const MIB = 1024 * 1024;
const DIGIT_BYTES = 784 * 4;

function bodies(shared: SharedRequests): Buffer[] {
  const { requests } = openRequests(shared);
  return Array.from({ length: requests.size }, (_, request) => Buffer.from(requests.body(request)));
}

function header(shared: SharedRequests, request: number) {
  const body = bodies(shared)[request] as Buffer;
  const at = shared.jsonBytes[request] as number;
  return { json: JSON.parse(body.toString('utf8', 0, at)), tensors: body.subarray(at) };
}

function floats(bytes: Buffer): Float32Array {
  return new Float32Array(new Uint8Array(bytes).buffer);
}

describe('requests of the digits', () => {
  it('are JSON and raw tensors over HTTP', () => {
    const shared = buildSharedRequests(aModel(), choices({ modelVersion: '3' }));
    assert.equal(shared.path, '/v2/models/mnist_mlp/versions/3/infer');
    const { json, tensors } = header(shared, 17);
    assert.deepEqual(json, {
      inputs: [
        {
          name: 'input',
          shape: [1, 1, 28, 28],
          datatype: 'FP32',
          parameters: { binary_data_size: DIGIT_BYTES },
        },
      ],
      outputs: [{ name: 'output', parameters: { binary_data: true } }],
    });
    assert.equal(tensors.length, DIGIT_BYTES);
  });

  it('are values over HTTP in JSON', () => {
    const binary = buildSharedRequests(aModel(), choices());
    const shared = buildSharedRequests(aModel(), choices({ tensorFormat: 'json' }));
    assert.equal(shared.jsonBytes[5], -1);
    const json = JSON.parse(String(bodies(shared)[5]));
    assert.deepEqual(json.outputs, [{ name: 'output' }]);
    const [input] = json.inputs;
    assert.deepEqual([input.name, input.datatype, input.shape], ['input', 'FP32', [1, 1, 28, 28]]);
    assert.deepEqual(Float32Array.from(input.data), floats(header(binary, 5).tensors));
  });

  it('are a ModelInferRequest over gRPC', () => {
    const binary = buildSharedRequests(aModel(), choices());
    const shared = buildSharedRequests(aModel(), choices({ protocol: 'grpc', modelVersion: '3' }));
    assert.equal(shared.path, '/inference.GRPCInferenceService/ModelInfer');
    const message = decodeInferRequest(bodies(shared)[999] as Buffer);
    assert.deepEqual([message.model_name, message.model_version], ['mnist_mlp', '3']);
    assert.deepEqual(
      message.inputs.map(({ name, datatype, shape }) => ({ name, datatype, shape })),
      [{ name: 'input', datatype: 'FP32', shape: [1, 1, 28, 28] }],
    );
    assert.deepEqual(
      message.outputs.map(({ name }) => name),
      ['output'],
    );
    assert.deepEqual(message.raw_input_contents, [header(binary, 999).tensors]);
  });

  it('send every digit once, in an order of the seed, with what must come back', () => {
    const digits = readDigits();
    const shared = buildSharedRequests(aModel(), choices());
    assert.equal(shared.source, 'digits');
    assert.equal(shared.jsonBytes.length, 1000);
    const reference = new Float32Array(shared.expected.reference as SharedArrayBuffer);
    const labels = new Uint8Array(shared.expected.labels as SharedArrayBuffer);
    const digitOf = new Map(
      Array.from({ length: digits.count }, (_, digit) => {
        const pixels = digits.pixels.subarray(digit * 784, digit * 784 + 784);
        return [Buffer.from(pixels).toString('latin1'), digit];
      }),
    );
    const sent = bodies(shared).map((_, request) => {
      const pixels = floats(header(shared, request).tensors).map((value) => value * 255);
      const digit = digitOf.get(Buffer.from(pixels.map(Math.round)).toString('latin1')) ?? -1;
      assert.equal(labels[request], digits.labels[digit]);
      assert.deepEqual(
        reference.slice(request * 10, request * 10 + 10),
        digits.outputs.slice(digit * 10, digit * 10 + 10),
      );
      return digit;
    });
    assert.equal(new Set(sent).size, 1000);
    assert.notDeepEqual(
      sent,
      [...sent].sort((a, b) => a - b),
    );
  });

  it('are the same for the same seed and others for another', () => {
    const sha = (seed: number) => buildSharedRequests(aModel(), choices({ seed })).sha256;
    assert.equal(sha(7), sha(7));
    assert.notEqual(sha(7), sha(8));
  });

  it('are hashed as they are sent', () => {
    const shared = buildSharedRequests(aModel(), choices());
    const all = createHash('sha256')
      .update(Buffer.concat(bodies(shared)))
      .digest('hex');
    assert.equal(shared.sha256, all);
  });

  it('fill no more than 64 MiB with batches, each of other digits', () => {
    const shared = buildSharedRequests(aModel(), choices({ batchSize: 1000 }));
    const all = bodies(shared);
    const size = all.reduce((sum, body) => sum + body.length, 0);
    assert.ok(size <= 64 * MIB && size > 60 * MIB, `${size}`);
    assert.equal(new Set(all.map((body) => String(body.subarray(-DIGIT_BYTES)))).size, all.length);
    assert.equal(shared.expected.reference?.byteLength, all.length * 1000 * 40);
    assert.equal(shared.expected.labels?.byteLength, all.length * 1000);
  });

  it('are two different ones even where one alone is 25 MB', () => {
    const shared = buildSharedRequests(aModel(), choices({ batchSize: 8192, protocol: 'grpc' }));
    const [one, two, ...more] = bodies(shared);
    assert.ok(one && two && more.length === 0);
    assert.equal(one.length, two.length);
    assert.ok(one.length > 8192 * DIGIT_BYTES);
    assert.ok(!one.equals(two));
  });

  it('know nothing of the answers of another model that takes digits', () => {
    const { source, expected } = buildSharedRequests(aModel({ name: 'my_cnn' }), choices());
    assert.equal(source, 'digits');
    assert.deepEqual([expected.reference, expected.labels], [null, null]);
  });
});

describe('requests of a model that takes no digits', () => {
  it('hold seeded values of its datatypes', () => {
    const model = aModelOfAllSorts();
    const shared = buildSharedRequests(model, choices({ batchSize: 2 }));
    assert.equal(shared.source, 'random');
    assert.equal(shared.path, '/v2/models/all%2Fsorts/infer');
    assert.equal(new Set(bodies(shared).map(String)).size, 1000);
    const { json, tensors } = header(shared, 3);
    let at = 0;
    const values = model.metadata.inputs.map(({ datatype }, index) => {
      const size: number = json.inputs[index].parameters.binary_data_size;
      at += size;
      return decodeTensor(datatype as 'BOOL', tensors.subarray(at - size, at));
    });
    assert.equal(at, tensors.length);
    assert.deepEqual(
      values.map((tensor) => tensor.length),
      [6, 8, 8, 4],
    );
    assert.ok(values[1]?.every((value) => typeof value === 'bigint' && value < 100n));
    assert.ok(values[2]?.every((value) => Number(value) >= 0 && Number(value) <= 1));
    assert.ok(
      values[3]?.every((value) => /^[a-z]{16}$/.test(String(Buffer.from(value as Uint8Array)))),
    );
  });

  it('keep texts in JSON as texts', () => {
    const model = aModel({
      inputs: [{ name: 'TEXT', datatype: 'BYTES', shape: [-1, 1] }],
      outputs: [{ name: 'y', datatype: 'INT64', shape: [-1, 1] }],
    });
    const shared = buildSharedRequests(model, choices({ tensorFormat: 'json' }));
    const { inputs } = JSON.parse(String(bodies(shared)[0]));
    assert.match(inputs[0].data[0], /^[a-z]{16}$/);
  });

  it('are refused in JSON where a datatype has no JSON form', () => {
    assert.throws(
      () => buildSharedRequests(aModelOfAllSorts(), choices({ tensorFormat: 'json' })),
      { code: 'model-unsuitable', message: /"HALF" .* is FP16, which has no JSON form/ },
    );
  });

  it('are refused past 1 GiB each', () => {
    const model = aModel({ inputs: [{ name: 'x', datatype: 'UINT8', shape: [-1, 1024, 1024] }] });
    assert.throws(() => buildSharedRequests(model, choices({ batchSize: 1025 })), {
      code: 'model-unsuitable',
      message: /one request of batch size 1025 has \d+ bytes/,
      hint: /smaller --batch-size/,
    });
  });
});
