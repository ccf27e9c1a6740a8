import type { ModelConfig, ModelMetadata } from '../../../../src/contract/measurements.ts';
import type { RequestChoices } from '../../../../src/load/requests/build-shared-requests.ts';

interface Model {
  readonly metadata: ModelMetadata;
  readonly config: ModelConfig;
}

/** The model of the digits, or another one like it. */
export function aModel(
  metadata: Partial<ModelMetadata> = {},
  config: Partial<ModelConfig> = {},
): Model {
  return {
    metadata: {
      name: 'mnist_mlp',
      versions: ['1'],
      platform: 'onnxruntime_onnx',
      inputs: [{ name: 'input', datatype: 'FP32', shape: [-1, 1, 28, 28] }],
      outputs: [{ name: 'output', datatype: 'FP32', shape: [-1, 10] }],
      ...metadata,
    },
    config: { maxBatchSize: 8192, decoupled: false, sequenceBatching: false, ...config },
  };
}

/** A model of every datatype, BYTES among them. */
export function aModelOfAllSorts(): Model {
  return aModel({
    name: 'all/sorts',
    inputs: [
      { name: 'FLAGS', datatype: 'BOOL', shape: [-1, 3] },
      { name: 'IDS', datatype: 'INT64', shape: [-1, 2, 2] },
      { name: 'HALF', datatype: 'FP16', shape: [-1, 4] },
      { name: 'TEXT', datatype: 'BYTES', shape: [-1, 2] },
    ],
    outputs: [
      { name: 'TEXT_OUT', datatype: 'BYTES', shape: [-1, 2] },
      { name: 'HALF_OUT', datatype: 'FP16', shape: [-1, -1] },
    ],
  });
}

export function choices(changes: Partial<RequestChoices> = {}): RequestChoices {
  return {
    protocol: 'http',
    tensorFormat: 'binary',
    batchSize: 1,
    modelVersion: undefined,
    inputData: 'auto',
    shape: [],
    requestParameter: {},
    seed: 7,
    ...changes,
  };
}
