import { type Datatype, datatypeNamed, isDatatypeName } from '../datatypes.ts';
import { type RequestTensor, requestIdPrefix } from '../inference-request.ts';
import { invalid, Refusal } from '../refusal.ts';
import {
  asArray,
  asBoolean,
  asUnsigned,
  isObject,
  memberOf,
  requiredArray,
  requiredString,
} from './json-access.ts';
import { bytesFromJson } from './json-tensor.ts';
import { parseJson } from './parse-json.ts';

/** What a body of the infer call asks for. */
export interface InferBody {
  readonly id: string;
  readonly inputs: readonly RequestTensor[];
  readonly rawInput: Uint8Array | undefined;
  /** Names; empty: all. */
  readonly outputs: readonly string[];
  /** The form of outputs that are not named in `binary`. */
  readonly binaryByDefault: boolean;
  readonly binary: ReadonlyMap<string, boolean>;
  readonly priority: number;
  readonly timeoutUs: number;
}

const NOTHING: ReadonlyMap<string, boolean> = new Map();

/**
 * Reads a body whose first `jsonBytes` are JSON and whose rest are binary tensors, in the order of the
 * inputs; 0: there is no JSON, all is one tensor. Tensors are views of the body. Throws a Refusal in
 * Triton's words (server, http_server.cc; binary tensor data extension).
 */
export function parseInferBody(modelName: string, body: Buffer, jsonBytes: number): InferBody {
  if (jsonBytes === 0) return { ...rawBody, rawInput: body };
  const request = parseJson(jsonBytes === body.length ? body : body.subarray(0, jsonBytes));
  const id = optionalId(request);
  const parameters = requestParameters(request);
  const inputs = readInputs(modelName, id, requiredArray(request, 'inputs'), body, jsonBytes);
  const { outputs, binary } = readOutputs(request);
  return { id, inputs, rawInput: undefined, outputs, binary, ...parameters };
}

/** Without JSON there is nobody to say how: every output is binary. */
const rawBody: Omit<InferBody, 'rawInput'> = {
  id: '',
  inputs: [],
  outputs: [],
  binaryByDefault: true,
  binary: NOTHING,
  priority: 0,
  timeoutUs: 0,
};

function optionalId(request: unknown): string {
  return memberOf(request, 'id') === undefined ? '' : requiredString(request, 'id');
}

function requestParameters(
  request: unknown,
): Pick<InferBody, 'binaryByDefault' | 'priority' | 'timeoutUs'> {
  let binaryByDefault = false;
  let priority = 0;
  let timeoutUs = 0;
  const parameters = memberOf(request, 'parameters');
  if (parameters !== undefined && !isObject(parameters)) {
    const message = 'failed to get request params.: attempt to get members for non-object';
    throw new Refusal('INTERNAL', message);
  }
  for (const [name, value] of Object.entries(parameters ?? {})) {
    if (name === 'binary_data_output') binaryByDefault = asBoolean(value, name);
    else if (name === 'priority') priority = asUnsigned(value, name);
    else if (name === 'timeout') timeoutUs = asUnsigned(value, name);
    else checkParameter(name, value);
  }
  return { binaryByDefault, priority, timeoutUs };
}

function checkParameter(name: string, value: unknown): void {
  if (name.startsWith('triton_')) {
    throw invalid(
      "parameter keys starting with 'triton_' are reserved for Triton usage and should not be specified.",
    );
  }
  if (typeof value === 'object') {
    throw invalid(
      `parameter '${name}' has invalid type. It should be either 'int', 'bool', or 'string'.`,
    );
  }
}

function readInputs(
  modelName: string,
  id: string,
  inputs: readonly unknown[],
  body: Buffer,
  jsonBytes: number,
): readonly RequestTensor[] {
  const tensors: RequestTensor[] = [];
  let offset = jsonBytes;
  for (const input of inputs) {
    const form = dataForm(input);
    const name = requiredString(input, 'name');
    const shape = requiredArray(input, 'shape').map((dim) => asUnsigned(dim, 'shape'));
    const datatype = requiredString(input, 'datatype');
    if (!isDatatypeName(datatype)) throw invalid(`invalid datatype for input ${name}`);
    if (tensors.some((tensor) => tensor.name === name)) {
      throw invalid(`${requestIdPrefix(id)}input '${name}' already exists in request`);
    }
    if (form.binarySize === undefined) {
      const known: Datatype | undefined = datatypeNamed(datatype);
      const bytes = bytesFromJson(name, known, datatype, shape, form.data);
      tensors.push({ name, datatype, shape, bytes });
      continue;
    }
    const end = offset + form.binarySize;
    if (end > body.length) {
      throw invalid(
        `unexpected size for input '${name}', expecting ${end - body.length} additional bytes for model '${modelName}'`,
      );
    }
    tensors.push({ name, datatype, shape, bytes: body.subarray(offset, end) });
    offset = end;
  }
  if (offset !== body.length) {
    throw invalid(`unexpected additional input data for model '${modelName}'`);
  }
  return tensors;
}

interface DataForm {
  readonly data: unknown;
  /** undefined: the tensor is in the JSON. */
  readonly binarySize: number | undefined;
}

function dataForm(input: unknown): DataForm {
  const parameters = memberOf(input, 'parameters');
  const data = memberOf(input, 'data');
  const size = memberOf(parameters, 'binary_data_size');
  const region = memberOf(parameters, 'shared_memory_region');
  const fields = [
    ...(data === undefined ? [] : ["'data'"]),
    ...(size === undefined ? [] : ["'binary_data_size'"]),
    ...(region === undefined ? [] : ["'shared_memory_region'"]),
  ];
  if (fields.length !== 1) {
    const found = fields.length === 0 ? 'no field is set' : `set ${fields.join(' ')}`;
    throw invalid(
      `Input must set only one of the following fields: 'data', 'binary_data_size' in 'parameters', 'shared_memory_region' in 'parameters'. But ${found}`,
    );
  }
  if (region !== undefined) throw noSharedMemory(String(region));
  return {
    data,
    binarySize: size === undefined ? undefined : asUnsigned(size, 'binary_data_size'),
  };
}

function noSharedMemory(region: string): Refusal {
  return new Refusal('NOT_FOUND', `Unable to find shared memory region: '${region}'`);
}

function readOutputs(request: unknown): Pick<InferBody, 'outputs' | 'binary'> {
  const list = memberOf(request, 'outputs');
  if (list === undefined) return { outputs: [], binary: NOTHING };
  const outputs: string[] = [];
  const binary = new Map<string, boolean>();
  for (const output of asArray(list, 'outputs')) {
    const name = requiredString(output, 'name');
    const parameters = memberOf(output, 'parameters');
    const isBinary = memberOf(parameters, 'binary_data');
    const region = memberOf(parameters, 'shared_memory_region');
    if (region !== undefined) throw noSharedMemory(String(region));
    if (isBinary !== undefined) binary.set(name, asBoolean(isBinary, 'binary_data'));
    refuseClassification(memberOf(parameters, 'classification'));
    outputs.push(name);
  }
  return { outputs, binary };
}

function refuseClassification(count: unknown): void {
  if (count === undefined || asUnsigned(count, 'classification') === 0) return;
  throw new Refusal('UNSUPPORTED', 'the embedded server does not compute classifications');
}
