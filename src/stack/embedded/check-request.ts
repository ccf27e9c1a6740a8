import type { TritonTensor } from '../model-repository/triton-config.ts';
import { datatypeNamed } from './datatypes.ts';
import { type InferenceRequest, requestIdPrefix } from './inference-request.ts';
import { type ModelSignature, wholeShape } from './model-signature.ts';
import { invalid } from './refusal.ts';
import { checkStrings } from './string-elements.ts';

/** An input as the model takes it. */
export interface CheckedInput {
  /** With the batch dimension where the model batches, and reshaped as its configuration says. */
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

/** A request that the model can execute. */
export interface CheckedRequest {
  /** In the order of the model's inputs; undefined: an optional one that was left out. */
  readonly inputs: readonly (CheckedInput | undefined)[];
  /** 0: the model does not batch. */
  readonly batchSize: number;
  /** Requests with the same key can be put into one batch. */
  readonly shapeKey: string;
}

interface NamedInput {
  /** As messages call it. */
  readonly label: string;
  readonly name: string;
  readonly datatype: string;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

const BATCH_NOTE =
  'NOTE: Setting a non-zero max_batch_size in the model config requires a batch dimension to be prepended to each input shape. If you want to specify the full shape including the batch dim in your input dims config, try setting max_batch_size to zero. See the model configuration docs for more info on max_batch_size.';

/**
 * Looks at a request as Triton does before it queues it, in the same order, and throws a Refusal in the
 * same words (core, InferenceRequest::Normalize).
 */
export function checkRequest(model: ModelSignature, request: InferenceRequest): CheckedRequest {
  const prefix = requestIdPrefix(request.id);
  const inputs = request.rawInput
    ? [rawInput(model, request.rawInput, prefix)]
    : request.inputs.map((input) => ({ label: input.name, ...input }));
  checkOutputs(model, request.outputs);
  checkInputCount(model, inputs, prefix);
  const batchSize = batchSizeOf(model, inputs, prefix);
  if (batchSize > model.maxBatchSize) {
    throw invalid(
      `${prefix}inference request batch-size must be <= ${model.maxBatchSize} for '${model.name}'`,
    );
  }
  const checked = model.inputs.map((config) => {
    const input = inputs.find(({ name }) => name === config.name);
    return input && checkInput(model, config, input, batchSize, prefix);
  });
  return { inputs: checked, batchSize, shapeKey: model.hasOpenInputs ? shapeKey(checked) : '' };
}

/** A body without a header: its only input is whatever the model says, one inference of it. */
function rawInput(model: ModelSignature, bytes: Uint8Array, prefix: string): NamedInput {
  const [config] = model.inputs;
  if (!config || model.inputs.length !== 1) {
    throw invalid(
      `${prefix}Raw request must only have 1 input (found 1) to be deduced but got ${model.inputs.length} inputs in '${model.name}' model configuration`,
    );
  }
  const open = config.dims.filter((dim) => dim === -1).length;
  if (open > 1) {
    throw invalid(
      `${prefix}The shape of the raw input '${config.name}' can not be deduced because there are more than one variable-sized dimension`,
    );
  }
  const datatype = model.datatypeOf(config);
  const known = config.dims.reduce((size, dim) => (dim === -1 ? size : size * dim), 1);
  const elements = datatype.byteSize === 0 ? 1 : bytes.length / datatype.byteSize;
  const dims = config.dims.map((dim) => (dim === -1 ? Math.floor(elements / known) : dim));
  const shape = model.maxBatchSize > 0 ? [1, ...dims] : dims;
  return { label: 'raw_input', name: config.name, datatype: datatype.name, shape, bytes };
}

function checkOutputs(model: ModelSignature, outputs: readonly string[]): void {
  for (const name of outputs) {
    if (!model.outputs.some((output) => output.name === name)) {
      throw invalid(`unexpected inference output '${name}' for model '${model.name}'`);
    }
  }
}

function checkInputCount(
  model: ModelSignature,
  inputs: readonly NamedInput[],
  prefix: string,
): void {
  const all = model.inputs.length;
  const required = model.inputs.filter((input) => !input.optional);
  if (inputs.length >= required.length && inputs.length <= all) return;
  const missing = required.filter(({ name }) => !inputs.some((input) => input.name === name));
  const expected =
    required.length === all
      ? `expected ${all} inputs`
      : `expected number of inputs between ${required.length} and ${all}`;
  // Triton takes the last character off the list, and with an empty list that is its bracket.
  const missingList = missing.length === 0 ? ']' : `[${quoted(missing)}]`;
  throw invalid(
    `${prefix}${expected} but got ${inputs.length} inputs for model '${model.name}'. Got input(s) [${quoted(inputs)}], but missing required input(s) ${missingList}. Please provide all required input(s).`,
  );
}

function quoted(tensors: readonly { readonly name: string }[]): string {
  return tensors.map(({ name }) => `'${name}'`).join(',');
}

function configOf(model: ModelSignature, { name }: NamedInput): TritonTensor {
  const config = model.inputs.find((input) => input.name === name);
  if (config) return config;
  throw invalid(`unexpected inference input '${name}' for model '${model.name}'`);
}

/** The first dimension of all inputs, as the unsigned number that Triton takes it for. */
function batchSizeOf(model: ModelSignature, inputs: readonly NamedInput[], prefix: string): number {
  for (const input of inputs) configOf(model, input);
  if (model.maxBatchSize === 0) return 0;
  let batchSize = 0;
  for (const { label, shape } of inputs) {
    const first = shape[0];
    if (first === undefined) {
      throw invalid(
        `${prefix}input '${label}' has no shape but model requires batch dimension for '${model.name}'`,
      );
    }
    if (batchSize === 0) batchSize = first;
    else if (batchSize !== first) {
      throw invalid(
        `${prefix}input '${label}' batch size does not match other inputs for '${model.name}'`,
      );
    }
  }
  return batchSize;
}

function checkInput(
  model: ModelSignature,
  config: TritonTensor,
  input: NamedInput,
  batchSize: number,
  prefix: string,
): CheckedInput {
  const { label, shape } = input;
  const expected = model.datatypeOf(config);
  if (input.datatype !== expected.name) {
    const given = datatypeNamed(input.datatype) ? input.datatype : '<invalid>';
    throw invalid(
      `${prefix}inference input '${label}' data-type is '${given}', but model '${model.name}' expects '${expected.name}'`,
    );
  }
  const dims = model.maxBatchSize > 0 ? shape.slice(1) : shape;
  checkDims(model, config, dims, input, prefix);
  const elements = (batchSize >>> 0 || 1) * product(dims);
  if (expected.byteSize === 0) {
    checkStrings(input.bytes, elements, { prefix, input: label, model: model.name });
  } else if (input.bytes.length !== elements * expected.byteSize) {
    throw invalid(
      `${prefix}input byte size mismatch for input '${label}' for model '${model.name}'. Expected ${elements * expected.byteSize}, got ${input.bytes.length}`,
    );
  }
  const batch = model.maxBatchSize > 0 ? [Math.max(1, batchSize)] : [];
  return { shape: [...batch, ...reshaped(config, dims)], bytes: input.bytes };
}

function checkDims(
  model: ModelSignature,
  config: TritonTensor,
  dims: readonly number[],
  { label, shape }: NamedInput,
  prefix: string,
): void {
  let matches = dims.length === config.dims.length;
  for (let index = 0; matches && index < dims.length; index += 1) {
    if (dims[index] === -1) {
      throw invalid(
        `${prefix}All input dimensions should be specified for input '${label}' for model '${model.name}', got [${shape}]`,
      );
    }
    const wanted = config.dims[index];
    matches = wanted === -1 ? Number(dims[index]) >= 0 : wanted === dims[index];
  }
  if (matches) return;
  const whole = wholeShape(model.maxBatchSize, config.dims);
  throw invalid(
    `${prefix}unexpected shape for input '${label}' for model '${model.name}'. Expected [${whole}], got [${shape}]. ${model.maxBatchSize > 0 ? BATCH_NOTE : ''}`,
  );
}

/** What the model itself takes: the open dimensions keep their sizes, in order. */
function reshaped(config: TritonTensor, dims: readonly number[]): readonly number[] {
  if (!config.reshape) return dims;
  const open = dims.filter((_, index) => config.dims[index] === -1);
  return config.reshape.shape.map((dim) => (dim === -1 ? (open.shift() ?? 0) : dim));
}

function product(dims: readonly number[]): number {
  let result = 1;
  for (const dim of dims) result *= dim;
  return result;
}

function shapeKey(inputs: readonly (CheckedInput | undefined)[]): string {
  return inputs.map((input) => input?.shape.slice(1).join() ?? '-').join(';');
}
