import type { ModelSignature } from './model-signature.ts';
import { NO_EXTRAS, type RequestExtras } from './request-extras.ts';
import { BLANK_REQUEST_ID, REQUEST_ID_BYTES } from './request-id.ts';
import type { SerialisedRequest } from './serialised-request.ts';
import { delimited, doubleField, lengthField, packedField, varintField } from './wire-writer.ts';

export const MODEL_INFER_PATH = '/inference.GRPCInferenceService/ModelInfer';

/** A ModelInferRequest with raw tensors; field numbers as in protos/grpc_service.proto. */
export function serialiseGrpc(
  { modelName, modelVersion, inputs, outputs }: ModelSignature,
  tensors: readonly Uint8Array[],
  { parameters, withId }: RequestExtras = NO_EXTRAS,
): SerialisedRequest {
  const model = [
    lengthField(1, modelName),
    ...(modelVersion === null ? [] : [lengthField(2, modelVersion)]),
    ...(withId ? [lengthField(3, BLANK_REQUEST_ID)] : []),
  ];
  const head = [
    ...model,
    ...Object.entries(parameters).map(([name, value]) =>
      lengthField(
        4,
        Buffer.concat([lengthField(1, name), lengthField(2, parameterMessage(value))]),
      ),
    ),
    ...inputs.map(({ name, datatype, shape }) =>
      lengthField(
        5,
        Buffer.concat([lengthField(1, name), lengthField(2, datatype), packedField(3, shape)]),
      ),
    ),
    ...outputs.map(({ name }) => lengthField(6, lengthField(1, name))),
  ];
  const raw = tensors.flatMap((tensor) => [delimited(7, tensor.byteLength), tensor]);
  const modelBytes = model.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const idOffset = withId ? modelBytes - REQUEST_ID_BYTES : -1;
  return { parts: [...head, ...raw], jsonBytes: -1, idOffset };
}

/** An InferParameter. */
function parameterMessage(value: boolean | number | string): Uint8Array {
  if (typeof value === 'string') return lengthField(3, value);
  if (typeof value === 'boolean') return varintField(1, Number(value));
  return Number.isInteger(value) ? varintField(2, value) : doubleField(4, value);
}
