import { digitTensor } from './held-out-digits.ts';
import type { HttpQuestion } from './http-exchange.ts';

export interface NamedQuestion {
  readonly name: string;
  readonly question: HttpQuestion;
  /** Where it goes instead of to the model's own infer address. */
  readonly path?: string;
}

const DIGIT_BYTES = 3136;
const digit = digitTensor(3, 1);
const numbers = [...new Float32Array(digit.buffer)];

const input = (over: object = {}) => ({
  name: 'input',
  datatype: 'FP32',
  shape: [1, 1, 28, 28],
  data: numbers,
  ...over,
});

function json(name: string, header: unknown, path?: string): NamedQuestion {
  const body = typeof header === 'string' ? header : JSON.stringify(header);
  return { name, question: { body }, ...(path && { path }) };
}

interface BinaryOptions {
  readonly header?: object;
  readonly tensor?: Uint8Array;
  readonly size?: unknown;
  readonly shape?: readonly number[];
  readonly datatype?: string;
  readonly announced?: (headerLength: number) => string;
}

function binary(name: string, options: BinaryOptions = {}): NamedQuestion {
  const { tensor = digit, size = tensor.length, shape = [1, 1, 28, 28] } = options;
  const header = JSON.stringify({
    inputs: [
      {
        name: 'input',
        datatype: options.datatype ?? 'FP32',
        shape,
        parameters: { binary_data_size: size },
      },
    ],
    ...options.header,
  });
  const announced = options.announced?.(header.length) ?? String(header.length);
  return {
    name,
    question: {
      headers: { 'Inference-Header-Content-Length': announced },
      body: Buffer.concat([Buffer.from(header), tensor]),
    },
  };
}

const BINARY_OUTPUT = { parameters: { binary_data_output: true } };

/** Requests that a server has to answer with tensors. */
export const GOOD_HTTP_INFERENCES: readonly NamedQuestion[] = [
  json('a flat JSON tensor', { inputs: [input()] }),
  json('an id', { id: 'q"7', inputs: [input()] }),
  json('a named output', { inputs: [input()], outputs: [{ name: 'output' }] }),
  json('no outputs listed', { inputs: [input()], outputs: [] }),
  json('whole numbers in an FP32 tensor', { inputs: [input({ data: numbers.map(Math.round) })] }),
  json('a nested JSON tensor', {
    inputs: [
      input({
        data: [[Array.from({ length: 28 }, (_, row) => numbers.slice(28 * row, 28 * row + 28))]],
      }),
    ],
  }),
  json('JSON in, binary out', { inputs: [input()], ...BINARY_OUTPUT }),
  json('parameters of its own', { inputs: [input()], parameters: { colour: 'blue', size: 3 } }),
  json('a version', { inputs: [input()] }, '/v2/models/mnist_mlp/versions/1/infer'),
  binary('binary in, JSON out'),
  binary('binary in and out', { header: BINARY_OUTPUT }),
  binary('binary asked for by output', {
    header: { outputs: [{ name: 'output', parameters: { binary_data: true } }] },
  }),
  binary('an output that overrules the request', {
    header: { ...BINARY_OUTPUT, outputs: [{ name: 'output', parameters: { binary_data: false } }] },
  }),
  binary('a batch of 7', {
    tensor: digitTensor(0, 7),
    shape: [7, 1, 28, 28],
    header: BINARY_OUTPUT,
  }),
  {
    name: 'a raw binary tensor',
    question: { headers: { 'Inference-Header-Content-Length': '0' }, body: digit },
  },
];

/** Requests that a server has to refuse, each with its status and its sentence. */
export const BAD_HTTP_INFERENCES: readonly NamedQuestion[] = [
  json('an unknown model', { inputs: [input()] }, '/v2/models/nope/infer'),
  json('an unknown version', { inputs: [input()] }, '/v2/models/mnist_mlp/versions/9/infer'),
  json('JSON that is cut off', '{"inputs":'),
  json('text that is no JSON', 'hello'),
  json('no inputs', {}),
  json('inputs that are no array', { inputs: 5 }),
  json('an empty list of inputs', { inputs: [] }),
  json('an input without a name', { inputs: [input({ name: undefined })] }),
  json('an input without a shape', { inputs: [input({ shape: undefined })] }),
  json('a negative dimension', { inputs: [input({ shape: [-1, 1, 28, 28] })] }),
  json('an input without a datatype', { inputs: [input({ datatype: undefined })] }),
  json('a datatype there is not', { inputs: [input({ datatype: 'FP99' })] }),
  json("another datatype than the model's", {
    inputs: [input({ datatype: 'INT32', data: numbers.map(Math.round) })],
  }),
  json('FP16 as JSON', { inputs: [input({ datatype: 'FP16' })] }),
  json('an input without data', { inputs: [input({ data: undefined })] }),
  json('fewer numbers than the shape has', { inputs: [input({ data: numbers.slice(1) })] }),
  json('more numbers than the shape has', { inputs: [input({ data: [...numbers, 0] })] }),
  json('words for numbers', { inputs: [input({ data: numbers.map(() => 'x') })] }),
  json("another shape than the model's", {
    inputs: [input({ shape: [1, 783], data: numbers.slice(1) })],
  }),
  json('the same with an id', {
    id: 'i9',
    inputs: [input({ shape: [1, 783], data: numbers.slice(1) })],
  }),
  json('an input of another name', { inputs: [input({ name: 'x' })] }),
  json('one input twice', { inputs: [input(), input()] }),
  json('one input too many', { inputs: [input(), input({ name: 'y' })] }),
  json('an unknown output', { inputs: [input()], outputs: [{ name: 'zzz' }] }),
  json('an output without a name', { inputs: [input()], outputs: [{}] }),
  json('an id that is no text', { id: 5, inputs: [input()] }),
  binary('a batch over max_batch_size', {
    tensor: new Uint8Array(8193 * DIGIT_BYTES),
    shape: [8193, 1, 28, 28],
  }),
  binary('a tensor smaller than its shape', { tensor: digit.subarray(4) }),
  binary('a body shorter than it says', { tensor: digit.subarray(4), size: DIGIT_BYTES }),
  binary('a body longer than it says', {
    tensor: Buffer.concat([digit, digit.subarray(0, 4)]),
    size: DIGIT_BYTES,
  }),
  binary('a binary size that is no number', { size: 'x' }),
  binary('binary data of another datatype', { datatype: 'INT32' }),
  binary('a header length past the end', { announced: (length) => String(length + 1e6) }),
  binary('a negative header length', { announced: () => '-1' }),
  binary('a header length that is no number', { announced: () => 'abc' }),
  binary('a header length that cuts the JSON', { announced: (length) => String(length - 1) }),
  {
    name: 'a raw tensor of another size',
    question: {
      headers: { 'Inference-Header-Content-Length': '0' },
      body: digit.subarray(4),
    },
  },
];
