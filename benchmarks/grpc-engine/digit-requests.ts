import { buildSharedRequests } from '../../src/load/requests/build-shared-requests.ts';
import type { SharedRequests } from '../../src/load/requests/shared-requests.ts';
import { aModel, choices } from '../../test/unit/load/requests/a-model.ts';
import { grpcAnswer } from '../../test/unit/load/requests/an-answer.ts';

const LARGEST = 3;
const LOGITS = Float32Array.from({ length: 10 }, (_, digit) =>
  digit === LARGEST ? 4.5 : digit / 8,
);

/** What the server of this benchmark answers to every request: a ModelInferResponse. */
export const ANSWER: Buffer = grpcAnswer({
  modelName: 'mnist_mlp',
  tensors: [
    { name: 'output', datatype: 'FP32', shape: [1, 10], raw: new Uint8Array(LOGITS.buffer) },
  ],
}).bytes;

/**
 * The requests of `bench run --protocol grpc`: 1,000 digits, one at a time. Expected is what the
 * server of this benchmark answers, so that every value of every answer is compared.
 */
export function digitRequests(): SharedRequests {
  const requests = buildSharedRequests(aModel(), choices({ protocol: 'grpc' }));
  const count = requests.jsonBytes.length;
  const reference = new SharedArrayBuffer(count * LOGITS.byteLength);
  for (let request = 0; request < count; request += 1) {
    new Float32Array(reference, request * LOGITS.byteLength, LOGITS.length).set(LOGITS);
  }
  const labels = new SharedArrayBuffer(count);
  new Uint8Array(labels).fill(LARGEST);
  return { ...requests, expected: { ...requests.expected, reference, labels } };
}

/** The first of them, for clients that send only one; without the prefix of gRPC. */
export function oneDigit(): { readonly path: string; readonly message: Buffer } {
  const { path, bodies, offsets } = digitRequests();
  return { path, message: Buffer.from(Buffer.from(bodies, 0, offsets[1])) };
}
