import { createHash } from 'node:crypto';
import type { RunConfig } from '../../contract/run-config.ts';
import { choosePayload, type InspectedTensors, type PayloadChoices } from './choose-payload.ts';
import type { ModelSignature } from './model-signature.ts';
import type { PayloadSource } from './payload-source.ts';
import { parseParameters } from './request-parameters.ts';
import { MODEL_INFER_PATH, serialiseGrpc } from './serialise-grpc.ts';
import { inferPath, serialiseBinary, serialiseJson } from './serialise-http.ts';
import type { SerialiseRequest } from './serialised-request.ts';
import { SharedBytes } from './shared-bytes.ts';
import type { SharedRequests } from './shared-requests.ts';

/** Enough that no cache answers by accident, little enough for any machine. */
const PAYLOAD_MEMORY_BYTES = 64 * 1024 * 1024;

export type RequestChoices = PayloadChoices &
  Pick<RunConfig, 'protocol' | 'tensorFormat' | 'requestParameter' | 'priority' | 'samples'>;

/**
 * Serialises the requests of a run once, into memory that all workers share: as many different ones as
 * the payload makes and 64 MiB hold, but at least two, so that a batch too large for that still varies.
 * Raises a BenchError 'model-unsuitable' when the model cannot be asked like this.
 */
export function buildSharedRequests(
  model: InspectedTensors,
  choices: RequestChoices,
): SharedRequests {
  const { signature, source } = choosePayload(model, choices);
  const serialise = chooseSerialiser(choices);
  const { bytes, offsets, jsonBytes, idOffset } = serialiseAll(signature, source, serialise);
  const answers = source.answers?.(jsonBytes.length);
  return {
    protocol: choices.protocol,
    path: choices.protocol === 'grpc' ? MODEL_INFER_PATH : inferPath(signature),
    bodies: bytes.buffer,
    offsets,
    jsonBytes,
    idOffset,
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

/** Parameters are told apart as JSON would: true and false, whole numbers, numbers, texts. */
function chooseSerialiser(choices: RequestChoices): SerialiseRequest {
  const { protocol, tensorFormat, priority } = choices;
  const parameters = {
    ...parseParameters(choices.requestParameter),
    ...(priority !== undefined && { priority }),
  };
  const extras = { parameters, withId: choices.samples !== undefined };
  if (protocol === 'grpc') return (...request) => serialiseGrpc(...request, extras);
  return tensorFormat === 'json'
    ? (...request) => serialiseJson(...request, extras)
    : (...request) => serialiseBinary(...request, extras);
}

function serialiseAll(
  signature: ModelSignature,
  source: PayloadSource,
  serialise: SerialiseRequest,
): { bytes: SharedBytes; offsets: number[]; jsonBytes: number[]; idOffset: number } {
  const make = (request: number) =>
    serialise(source.signatureOf?.(request) ?? signature, source.inputs(request));
  const first = make(0);
  const firstBytes = first.parts.reduce((sum, part) => sum + part.byteLength, 0);
  const distinct = Math.min(
    source.variety,
    Math.max(2, Math.floor(PAYLOAD_MEMORY_BYTES / Math.max(1, firstBytes))),
  );
  const bytes = new SharedBytes(firstBytes * distinct);
  const offsets = [0];
  const jsonBytes: number[] = [];
  for (let request = 0; request < distinct; request += 1) {
    const serialised = request === 0 ? first : make(request);
    for (const part of serialised.parts) bytes.append(part);
    offsets.push(bytes.length);
    jsonBytes.push(serialised.jsonBytes);
  }
  // The same in all: before it stand the model's name and version alone.
  return { bytes, offsets, jsonBytes, idOffset: first.idOffset };
}
