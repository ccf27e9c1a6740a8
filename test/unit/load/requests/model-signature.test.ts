import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { BenchError } from '../../../../src/contract/bench-error.ts';
import type { ModelConfig, ModelMetadata } from '../../../../src/contract/measurements.ts';
import {
  modelSignature,
  type SignatureOptions,
} from '../../../../src/load/requests/model-signature.ts';

const MLP: ModelMetadata = {
  name: 'mnist_mlp',
  versions: ['1'],
  platform: 'onnxruntime_onnx',
  inputs: [{ name: 'input', datatype: 'FP32', shape: [-1, 1, 28, 28] }],
  outputs: [{ name: 'output', datatype: 'FP32', shape: [-1, 10] }],
};
const BATCHING: ModelConfig = { maxBatchSize: 8192, decoupled: false, sequenceBatching: false };
const PLAIN: ModelConfig = { ...BATCHING, maxBatchSize: 0 };

function refusal(
  metadata: ModelMetadata,
  config: ModelConfig,
  options: SignatureOptions = { batchSize: 1 },
): BenchError {
  try {
    modelSignature(metadata, config, options);
  } catch (error) {
    assert.equal((error as BenchError).code, 'model-unsuitable');
    return error as BenchError;
  }
  assert.fail('was not refused');
}

describe('the signature of a model', () => {
  it('puts the batch size in front where the model batches', () => {
    assert.deepEqual(modelSignature(MLP, BATCHING, { batchSize: 64, modelVersion: '3' }), {
      modelName: 'mnist_mlp',
      modelVersion: '3',
      batchSize: 64,
      inputs: [{ name: 'input', datatype: 'FP32', shape: [64, 1, 28, 28], elements: 784 }],
      outputs: [{ name: 'output', datatype: 'FP32', shape: [64, 10] }],
    });
  });

  it('takes shapes as they are where the model does not', () => {
    const model = {
      ...MLP,
      inputs: [
        { name: 'a', datatype: 'BYTES', shape: [2, 3] },
        { name: 'b', datatype: 'INT64', shape: [] },
      ],
      outputs: [{ name: 'y', datatype: 'FP16', shape: [-1] }],
    };
    const { inputs, outputs } = modelSignature(model, PLAIN, { batchSize: 1 });
    assert.deepEqual(
      inputs.map(({ shape, elements }) => ({ shape, elements })),
      [
        { shape: [2, 3], elements: 6 },
        { shape: [], elements: 1 },
      ],
    );
    assert.deepEqual(outputs[0]?.shape, [-1]);
  });

  it('is not misled by inputs called as what every object has', () => {
    for (const name of ['constructor', '__proto__', 'toString']) {
      const metadata = { ...MLP, inputs: [{ name, datatype: 'FP32', shape: [-1, 4] }] };
      const { inputs } = modelSignature(metadata, BATCHING, { batchSize: 2, shapes: {} });
      assert.deepEqual(inputs[0]?.shape, [2, 4]);
    }
  });
  it('fills open dimensions from the shape given', () => {
    const model = { ...MLP, inputs: [{ name: 'x', datatype: 'FP32', shape: [-1, -1, 4] }] };
    const { inputs } = modelSignature(model, BATCHING, { batchSize: 2, shapes: { x: [7, 4] } });
    assert.deepEqual(inputs[0], { name: 'x', datatype: 'FP32', shape: [2, 7, 4], elements: 28 });
  });

  const open = { ...MLP, inputs: [{ name: 'x', datatype: 'FP32', shape: [-1, -1, 4] }] };
  const refusals: [what: string, refused: () => BenchError, message: RegExp, hint: RegExp][] = [
    [
      'decoupled answers',
      () => refusal(MLP, { ...BATCHING, decoupled: true }),
      /"mnist_mlp" is decoupled/,
      /--model/,
    ],
    [
      'sequences',
      () => refusal(MLP, { ...BATCHING, sequenceBatching: true }),
      /"mnist_mlp" takes sequences/,
      /--model/,
    ],
    [
      'a batch that is too large, with both numbers',
      () => refusal(MLP, BATCHING, { batchSize: 8193 }),
      /--batch-size 8193 .* max_batch_size is 8192/,
      /at most 8192/,
    ],
    [
      'a batch where there is no batch dimension',
      () => refusal(MLP, PLAIN, { batchSize: 2 }),
      /--batch-size 2 .* max_batch_size is 0/,
      /leave --batch-size out/,
    ],
    [
      'a dimension that nobody chose',
      () => refusal(open, BATCHING),
      /input "x" .* any size: \[-1,4\]/,
      /--shape x:16,4/,
    ],
    [
      'an open batch dimension where the model does not batch',
      () => refusal(MLP, PLAIN),
      /any size: \[-1,1,28,28\]/,
      /--shape input:16,1,28,28/,
    ],
    [
      'a shape that does not fit',
      () => refusal(open, BATCHING, { batchSize: 1, shapes: { x: [7, 5] } }),
      /--shape x:7,5 does not fit .* \[-1,4\]/,
      /batch dimension is left out/,
    ],
    [
      'a shape for an input that is not there',
      () => refusal(MLP, BATCHING, { batchSize: 1, shapes: { inptu: [1] } }),
      /--shape names input "inptu"/,
      /did you mean "input"\?/,
    ],
    [
      'a datatype that nobody knows',
      () => refusal({ ...MLP, inputs: [{ name: 'x', datatype: 'FP8', shape: [-1, 4] }] }, BATCHING),
      /"x" .* datatype "FP8"/,
      /known are BOOL, .*BYTES/,
    ],
  ];
  for (const [what, refused, message, hint] of refusals) {
    it(`is not to be had for ${what}`, () => {
      const error = refused();
      assert.match(error.message, message);
      assert.match(error.hint, hint);
    });
  }
});
