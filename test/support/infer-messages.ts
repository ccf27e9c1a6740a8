import { loadSync } from '@grpc/proto-loader';
import { packageRoot } from './package-root.ts';

/** protobufjs' idea of the inference messages: nothing of ours has a hand in it but the protos. */
const definition = loadSync('grpc_service.proto', {
  includeDirs: [`${packageRoot}protos`],
  keepCase: true,
  longs: Number,
  defaults: true,
});
const { ModelInfer: modelInfer } = definition['inference.GRPCInferenceService'] as unknown as {
  ModelInfer: {
    requestDeserialize(bytes: Buffer): InferRequest;
    responseSerialize(message: object): Buffer;
  };
};

export interface InferRequest {
  readonly model_name: string;
  readonly model_version: string;
  readonly id: string;
  readonly parameters: object;
  readonly inputs: readonly { name: string; datatype: string; shape: number[] }[];
  readonly outputs: readonly { name: string }[];
  readonly raw_input_contents: readonly Buffer[];
}

export function decodeInferRequest(message: Uint8Array): InferRequest {
  return modelInfer.requestDeserialize(Buffer.from(message));
}

/** `response`: the fields of a ModelInferResponse, named as in the proto. */
export function encodeInferResponse(response: object): Buffer {
  return modelInfer.responseSerialize(response);
}
