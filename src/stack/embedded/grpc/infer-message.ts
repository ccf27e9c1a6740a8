import { type AnswerTensor, type RequestTensor, requestIdPrefix } from '../inference-request.ts';
import { invalid, Refusal } from '../refusal.ts';
import type {
  InferInput,
  InferParameter,
  ModelInferRequest,
  ModelInferResponse,
  Parameters,
} from './messages.ts';
import { bytesFromContents } from './typed-contents.ts';

/** What a ModelInferRequest asks for. */
export interface InferMessage {
  readonly id: string;
  readonly inputs: readonly RequestTensor[];
  /** Names; empty: all. */
  readonly outputs: readonly string[];
  readonly priority: number;
  readonly timeoutUs: number;
}

/** Throws a Refusal in Triton's words (server, infer_handler.cc); tensors are views of the message. */
export function readInferMessage(modelName: string, message: ModelInferRequest): InferMessage {
  const { id = '', parameters = {}, inputs = [], raw_input_contents: raw = [] } = message;
  checkParameters(parameters);
  const tensors: RequestTensor[] = [];
  for (const [index, input] of inputs.entries()) {
    const { name = '', datatype = '', shape = [] } = input;
    if (tensors.some((tensor) => tensor.name === name)) {
      throw invalid(`${requestIdPrefix(id)}input '${name}' already exists in request`);
    }
    const bytes = inputBytes(modelName, input, raw.length > 0, raw[index]);
    tensors.push({ name, datatype, shape, bytes });
  }
  return {
    id,
    inputs: tensors,
    outputs: requestedOutputs(message),
    priority: integerOf(parameters.priority),
    timeoutUs: integerOf(parameters.timeout),
  };
}

function checkParameters(parameters: Parameters): void {
  for (const [name, value] of Object.entries(parameters)) {
    if (name.startsWith('triton_') && name !== 'triton_enable_empty_final_response') {
      throw invalid(
        "parameter keys starting with 'triton_' are reserved for Triton usage. Only the following keys starting with 'triton_' are allowed: triton_enable_empty_final_response",
      );
    }
    if (Object.keys(value).length === 0) {
      throw invalid(
        `invalid value type for '${name}' parameter, expected int64_param, bool_param, or string_param.`,
      );
    }
  }
}

function integerOf(parameter: InferParameter | undefined): number {
  return Math.max(0, parameter?.int64_param ?? parameter?.uint64_param ?? 0);
}

function inputBytes(
  modelName: string,
  { name = '', datatype = '', parameters, contents }: InferInput,
  hasRaw: boolean,
  raw: Buffer | undefined,
): Uint8Array {
  refuseSharedMemory(parameters);
  if (hasRaw && contents) {
    throw invalid(
      `contents field must not be specified when using raw_input_contents for '${name}' for model '${modelName}'`,
    );
  }
  if (raw) return raw;
  if (contents) return bytesFromContents(contents, datatype, { input: name, model: modelName });
  throw invalid(
    `unable to find data for input tensor '${name}' for model '${modelName}' in request.`,
  );
}

function refuseSharedMemory(parameters: Parameters | undefined): void {
  const region = parameters?.shared_memory_region?.string_param;
  if (region === undefined) return;
  throw new Refusal('NOT_FOUND', `Unable to find shared memory region: '${region}'`);
}

function requestedOutputs({ outputs = [] }: ModelInferRequest): string[] {
  return outputs.map(({ name = '', parameters }) => {
    refuseSharedMemory(parameters);
    if (integerOf(parameters?.classification) > 0) {
      throw new Refusal('UNSUPPORTED', 'the embedded server does not compute classifications');
    }
    return name;
  });
}

/** Outputs always travel raw, as Triton sends them. */
export function inferResponse(
  model: { readonly name: string; readonly version: string },
  id: string,
  outputs: readonly AnswerTensor[],
): ModelInferResponse {
  return {
    model_name: model.name,
    model_version: model.version,
    ...(id !== '' && { id }),
    outputs: outputs.map(({ name, datatype, shape }) => ({ name, datatype, shape })),
    raw_output_contents: outputs.map(({ bytes }) => bytes),
  };
}
