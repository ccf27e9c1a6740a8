import type { ModelSignature } from './model-signature.ts';
import type { SerialisedRequest } from './serialised-request.ts';
import { delimited, lengthField, packedField } from './wire-writer.ts';

export const MODEL_INFER_PATH = '/inference.GRPCInferenceService/ModelInfer';

/** A ModelInferRequest with raw tensors; field numbers as in protos/grpc_service.proto. */
export function serialiseGrpc(
  { modelName, modelVersion, inputs, outputs }: ModelSignature,
  tensors: readonly Uint8Array[],
): SerialisedRequest {
  const head = [
    lengthField(1, modelName),
    ...(modelVersion === null ? [] : [lengthField(2, modelVersion)]),
    ...inputs.map(({ name, datatype, shape }) =>
      lengthField(
        5,
        Buffer.concat([lengthField(1, name), lengthField(2, datatype), packedField(3, shape)]),
      ),
    ),
    ...outputs.map(({ name }) => lengthField(6, lengthField(1, name))),
  ];
  const raw = tensors.flatMap((tensor) => [delimited(7, tensor.byteLength), tensor]);
  return { parts: [...head, ...raw], jsonBytes: -1 };
}
