import { createHash } from 'node:crypto';
import { BenchError } from '../../contract/bench-error.ts';
import type { ModelConfig, ModelMetadata } from '../../contract/measurements.ts';
import type { RunConfig } from '../../contract/run-config.ts';
import { readDigits } from './digits.ts';
import { createDigitsSource, takesDigits } from './digits-source.ts';
import { type ModelSignature, modelSignature } from './model-signature.ts';
import type { PayloadSource } from './payload-source.ts';
import { createRandomSource } from './random-source.ts';
import { MODEL_INFER_PATH, serialiseGrpc } from './serialise-grpc.ts';
import { inferPath, serialiseBinary, serialiseJson } from './serialise-http.ts';
import type { SerialiseRequest } from './serialised-request.ts';
import { SharedBytes } from './shared-bytes.ts';
import type { SharedRequests } from './shared-requests.ts';
import { elementBytes } from './tensor-codec.ts';

/** Enough that no cache answers by accident, little enough for any machine. */
const PAYLOAD_MEMORY_BYTES = 64 * 1024 * 1024;
/** Past this nothing is sure to take it: gRPC ends at 2 GiB, buffers in Node soon after. */
const LARGEST_REQUEST_BYTES = 1024 * 1024 * 1024;

export type RequestChoices = Pick<
  RunConfig,
  'protocol' | 'tensorFormat' | 'batchSize' | 'modelVersion'
> & { readonly seed: number };

/**
 * Serialises the requests of a run once, into memory that all workers share: as many different ones as
 * the payload makes and 64 MiB hold, but at least two, so that a batch too large for that still varies.
 * Raises a BenchError 'model-unsuitable' when the model cannot be asked like this.
 */
export function buildSharedRequests(
  model: { readonly metadata: ModelMetadata; readonly config: ModelConfig },
  choices: RequestChoices,
): SharedRequests {
  const signature = modelSignature(model.metadata, model.config, choices);
  refuseGiants(signature);
  const source = chooseSource(signature, choices.seed);
  const serialise = chooseSerialiser(choices);
  const { bytes, offsets, jsonBytes } = serialiseAll(signature, source, serialise);
  const answers = source.answers?.(jsonBytes.length);
  return {
    protocol: choices.protocol,
    path: choices.protocol === 'grpc' ? MODEL_INFER_PATH : inferPath(signature),
    bodies: bytes.buffer,
    offsets,
    jsonBytes,
    sha256: createHash('sha256').update(bytes.written()).digest('hex'),
    source: source.name,
    expected: {
      modelName: signature.modelName,
      batchSize: signature.batchSize,
      outputs: signature.outputs,
      reference: answers?.reference ?? null,
      labels: answers?.labels ?? null,
    },
  };
}

function chooseSource(signature: ModelSignature, seed: number): PayloadSource {
  return takesDigits(signature)
    ? createDigitsSource(signature, readDigits(), seed)
    : createRandomSource(signature, seed);
}

function chooseSerialiser({ protocol, tensorFormat }: RequestChoices): SerialiseRequest {
  if (protocol === 'grpc') return serialiseGrpc;
  return tensorFormat === 'json' ? serialiseJson : serialiseBinary;
}

function serialiseAll(
  signature: ModelSignature,
  source: PayloadSource,
  serialise: SerialiseRequest,
): { bytes: SharedBytes; offsets: number[]; jsonBytes: number[] } {
  const first = serialise(signature, source.inputs(0));
  const firstBytes = first.parts.reduce((sum, part) => sum + part.byteLength, 0);
  const distinct = Math.min(
    source.variety,
    Math.max(2, Math.floor(PAYLOAD_MEMORY_BYTES / Math.max(1, firstBytes))),
  );
  const bytes = new SharedBytes(firstBytes * distinct);
  const offsets = [0];
  const jsonBytes: number[] = [];
  for (let request = 0; request < distinct; request += 1) {
    const serialised = request === 0 ? first : serialise(signature, source.inputs(request));
    for (const part of serialised.parts) bytes.append(part);
    offsets.push(bytes.length);
    jsonBytes.push(serialised.jsonBytes);
  }
  return { bytes, offsets, jsonBytes };
}

/** Before the first one is made: making it might be more than the memory takes. */
function refuseGiants({ batchSize, inputs }: ModelSignature): void {
  const bytes = inputs.reduce(
    (sum, { datatype, elements }) => sum + elements * batchSize * (elementBytes(datatype) ?? 4),
    0,
  );
  if (bytes <= LARGEST_REQUEST_BYTES) return;
  const message = `one request of batch size ${batchSize} has ${bytes} bytes, more than 1 GiB`;
  throw new BenchError('model-unsuitable', message, { hint: 'take a smaller --batch-size' });
}
