import type { ModelConfig, ModelMetadata } from '../../src/contract/measurements.ts';
import { buildSharedRequests } from '../../src/load/requests/build-shared-requests.ts';
import type { SharedRequests } from '../../src/load/requests/shared-requests.ts';
import { choices } from '../../test/unit/load/requests/a-model.ts';

const CLASSES = 10;
const LARGEST = 3;
/** Ten FP32 values whose bytes are all letters, as nginx.conf wants it; the one of class 3 is largest. */
const LOGITS = Buffer.from(
  Array.from({ length: CLASSES }, (_, i) => `abc${i === LARGEST ? 'B' : 'A'}`).join(''),
);

const metadata: ModelMetadata = {
  name: 'mnist_mlp',
  versions: ['1'],
  platform: 'onnxruntime_onnx',
  inputs: [{ name: 'input', datatype: 'FP32', shape: [-1, 784] }],
  outputs: [{ name: 'logits', datatype: 'FP32', shape: [-1, CLASSES] }],
};
const config: ModelConfig = { maxBatchSize: 64, decoupled: false, sequenceBatching: false };

const ANSWER_JSON = JSON.stringify({
  model_name: 'mnist_mlp',
  model_version: '1',
  outputs: [
    {
      name: 'logits',
      datatype: 'FP32',
      shape: [1, CLASSES],
      parameters: { binary_data_size: LOGITS.length },
    },
  ],
});

/** What a server of the digits model answers to a binary request; here to every one the same. */
export const ANSWER = { jsonBytes: ANSWER_JSON.length, text: ANSWER_JSON + LOGITS.toString() };

/**
 * The requests of `bench run` by default: 1,000 digits, one at a time, binary. Expected is what the
 * server of this benchmark answers, so that every value of every answer is compared.
 */
export function digitRequests(): SharedRequests {
  const requests = buildSharedRequests({ metadata, config }, choices());
  const count = requests.jsonBytes.length;
  const reference = new SharedArrayBuffer(count * LOGITS.length);
  for (let request = 0; request < count; request += 1) {
    new Uint8Array(reference, request * LOGITS.length, LOGITS.length).set(LOGITS);
  }
  const labels = new SharedArrayBuffer(count);
  new Uint8Array(labels).fill(LARGEST);
  return { ...requests, expected: { ...requests.expected, reference, labels } };
}

/** The first of them, for clients that send only one. */
export function oneDigit(): { path: string; body: Buffer; jsonBytes: number } {
  const { path, bodies, offsets, jsonBytes } = digitRequests();
  const body = Buffer.from(Buffer.from(bodies, 0, offsets[1]));
  return { path, body, jsonBytes: jsonBytes[0] ?? -1 };
}
