import { digitTensor } from './held-out-digits.ts';

export interface NamedGrpcRequest {
  readonly name: string;
  readonly request: object;
}

const digit = digitTensor(3, 1);
const numbers = [...new Float32Array(digit.buffer)];
const input = { name: 'input', datatype: 'FP32', shape: [1, 1, 28, 28] };

function infer(name: string, over: object): NamedGrpcRequest {
  return { name, request: { model_name: 'mnist_mlp', ...over } };
}

const raw = (over: object = {}, tensor: Uint8Array = digit) => ({
  inputs: [{ ...input, ...over }],
  raw_input_contents: [tensor],
});

/** Requests that a server has to answer with tensors. */
export const GOOD_GRPC_INFERENCES: readonly NamedGrpcRequest[] = [
  infer('raw contents', raw()),
  infer('typed contents', { inputs: [{ ...input, contents: { fp32_contents: numbers } }] }),
  infer('an id and a version', { ...raw(), id: 'q"7', model_version: '1' }),
  infer('a named output', { ...raw(), outputs: [{ name: 'output' }] }),
  infer('parameters of its own', { ...raw(), parameters: { colour: { string_param: 'blue' } } }),
  infer('a batch of 7', raw({ shape: [7, 1, 28, 28] }, digitTensor(0, 7))),
];

/** Requests that a server has to refuse, each with its status and its sentence. */
export const BAD_GRPC_INFERENCES: readonly NamedGrpcRequest[] = [
  infer('an unknown model', { ...raw(), model_name: 'nope' }),
  infer('an unknown version', { ...raw(), model_version: '9' }),
  infer('a version that is no number', { ...raw(), model_version: 'x' }),
  infer('no inputs', {}),
  infer('an input without data', { inputs: [input] }),
  infer('raw and typed contents at once', {
    inputs: [{ ...input, contents: { fp32_contents: numbers } }],
    raw_input_contents: [digit],
  }),
  infer('typed contents of another type', {
    inputs: [{ ...input, contents: { int_contents: [1, 2, 3] } }],
  }),
  infer('typed contents that are too short', {
    inputs: [{ ...input, contents: { fp32_contents: numbers.slice(1) } }],
  }),
  infer('raw contents that are too short', raw({}, digit.subarray(4))),
  infer("another datatype than the model's", raw({ datatype: 'INT32' })),
  infer('a datatype there is not', raw({ datatype: 'FP99' })),
  infer("another shape than the model's", { ...raw({ shape: [1, 784] }), id: 'k' }),
  infer(
    'a batch over max_batch_size',
    raw({ shape: [8193, 1, 28, 28] }, new Uint8Array(8193 * 3136)),
  ),
  infer('an input of another name', raw({ name: 'x' })),
  infer('one input twice', { inputs: [input, input], raw_input_contents: [digit, digit] }),
  infer('an unknown output', { ...raw(), outputs: [{ name: 'zzz' }] }),
  infer('a reserved parameter', { ...raw(), parameters: { triton_x: { string_param: 'y' } } }),
];
