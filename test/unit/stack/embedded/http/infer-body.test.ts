import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseInferBody } from '../../../../../src/stack/embedded/http/infer-body.ts';

const zeros = (count: number) => new Array<number>(count).fill(0);
const input = (options: object = {}) => ({
  name: 'input',
  shape: [1, 1, 28, 28],
  datatype: 'FP32',
  data: zeros(784),
  ...options,
});
const binary = (size: unknown) =>
  input({ data: undefined, parameters: { binary_data_size: size } });

function parse(request: unknown, tensors: Uint8Array = new Uint8Array(0)) {
  const json = Buffer.from(typeof request === 'string' ? request : JSON.stringify(request));
  return parseInferBody('m', Buffer.concat([json, tensors]), json.length);
}

describe('the body of an infer call', () => {
  it('brings JSON tensors, nested in any way', () => {
    const flat = parse({ inputs: [input({ shape: [2, 2], data: [1, 2, 3, 4] })] }).inputs[0];
    const nested = parse({
      inputs: [
        input({
          shape: [2, 2],
          data: [
            [1, 2],
            [[3], 4],
          ],
        }),
      ],
    }).inputs[0];
    assert.deepEqual(
      [...new Float32Array(Uint8Array.from(flat?.bytes ?? []).buffer)],
      [1, 2, 3, 4],
    );
    assert.deepEqual(flat, nested);
  });

  it('brings binary tensors as views of itself', () => {
    const json = Buffer.from(JSON.stringify({ inputs: [binary(4)] }));
    const body = Buffer.concat([json, Buffer.of(1, 2, 3, 4)]);
    const [tensor] = parseInferBody('m', body, json.length).inputs;
    assert.deepEqual([...(tensor?.bytes ?? [])], [1, 2, 3, 4]);
    assert.equal(tensor?.bytes.buffer, body.buffer);
  });

  it('brings one raw tensor when there is no JSON; then all answers are binary', () => {
    const { rawInput, binaryByDefault } = parseInferBody('m', Buffer.of(1, 2), 0);
    assert.deepEqual([...(rawInput ?? [])], [1, 2]);
    assert.equal(binaryByDefault, true);
  });

  it('says how outputs are wanted: one by one, or all', () => {
    const {
      outputs,
      binary: wanted,
      binaryByDefault,
    } = parse({
      inputs: [],
      outputs: [{ name: 'a', parameters: { binary_data: false } }, { name: 'b' }],
      parameters: { binary_data_output: true },
    });
    assert.deepEqual(outputs, ['a', 'b']);
    assert.equal(binaryByDefault, true);
    assert.equal(wanted.get('a'), false);
  });

  it('brings an id, a priority, a timeout and parameters of no meaning here', () => {
    const parameters = { priority: 2, timeout: 500, sequence_id: 5, own: 'x', ratio: 1.5 };
    const { id, priority, timeoutUs } = parse({ id: 'q"7', inputs: [], parameters });
    assert.deepEqual([id, priority, timeoutUs], ['q"7', 2, 500]);
  });

  it('may hold numbers that JSON has no words for', () => {
    const text = '{"inputs":[{"name":"x","shape":[2],"datatype":"FP32","data":[NaN,-Infinity]}]}';
    const [tensor] = parse(text).inputs;
    const values = new Float32Array(Uint8Array.from(tensor?.bytes ?? []).buffer);
    assert.deepEqual([...values], [Number.NaN, Number.NEGATIVE_INFINITY]);
  });

  it('gives every binary tensor its own bytes, among JSON tensors, whatever their sizes', () => {
    const tensors = fc.array(
      fc.record({ bytes: fc.uint8Array({ maxLength: 20 }), isBinary: fc.boolean() }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(tensors, (wanted) => {
        const inputs = wanted.map(({ bytes, isBinary }, index) => ({
          name: `t${index}`,
          shape: [bytes.length],
          datatype: 'UINT8',
          ...(isBinary ? { parameters: { binary_data_size: bytes.length } } : { data: [...bytes] }),
        }));
        const rest = wanted.filter(({ isBinary }) => isBinary).map(({ bytes }) => bytes);
        const parsed = parse({ inputs }, Buffer.concat(rest)).inputs;
        assert.deepEqual(
          parsed.map(({ bytes }) => [...bytes]),
          wanted.map(({ bytes }) => [...bytes]),
        );
      }),
    );
  });
});

const ONE_OF =
  "Input must set only one of the following fields: 'data', 'binary_data_size' in 'parameters', 'shared_memory_region' in 'parameters'. But";
const region = { shared_memory_region: 'r' };

/** Code, request and what Triton 2.51 (24.10) says. */
const REFUSALS: readonly [code: string, request: unknown, said: string][] = [
  ['INTERNAL', 'hello', 'failed to parse the request JSON buffer: Invalid value. at 0'],
  [
    'INTERNAL',
    '[1,2]',
    "Unable to parse 'inputs': attempt to access non-existing object member 'inputs'",
  ],
  [
    'INTERNAL',
    {},
    "Unable to parse 'inputs': attempt to access non-existing object member 'inputs'",
  ],
  [
    'INTERNAL',
    { inputs: 5 },
    "Unable to parse 'inputs': attempt to access JSON non-array as array",
  ],
  ['INVALID_ARG', { inputs: [5] }, `${ONE_OF} no field is set`],
  ['INVALID_ARG', { inputs: [input({ data: undefined })] }, `${ONE_OF} no field is set`],
  [
    'INVALID_ARG',
    { inputs: [input({ parameters: { binary_data_size: 3136 } })] },
    `${ONE_OF} set 'data' 'binary_data_size'`,
  ],
  [
    'INTERNAL',
    { inputs: [input({ name: undefined })] },
    "Unable to parse 'name': attempt to access non-existing object member 'name'",
  ],
  [
    'INTERNAL',
    { inputs: [input({ name: 5 })] },
    "Unable to parse 'name': attempt to access JSON non-string as string",
  ],
  [
    'INTERNAL',
    { inputs: [input({ shape: undefined })] },
    "Unable to parse 'shape': attempt to access non-existing object member 'shape'",
  ],
  [
    'INTERNAL',
    { inputs: [input({ shape: 'x' })] },
    "Unable to parse 'shape': attempt to access JSON non-array as array",
  ],
  [
    'INTERNAL',
    { inputs: [input({ shape: [-1, 1] })] },
    "Unable to parse 'shape': attempt to access JSON non-unsigned-integer as unsigned-integer",
  ],
  [
    'INTERNAL',
    { inputs: [input({ shape: [1.5] })] },
    "Unable to parse 'shape': attempt to access JSON non-unsigned-integer as unsigned-integer",
  ],
  [
    'INTERNAL',
    { inputs: [input({ datatype: undefined })] },
    "Unable to parse 'datatype': attempt to access non-existing object member 'datatype'",
  ],
  ['INVALID_ARG', { inputs: [input({ datatype: 'FP99' })] }, 'invalid datatype for input input'],
  [
    'INVALID_ARG',
    { inputs: [input({ datatype: 'FP16' })] },
    'receiving FP16 data via JSON is not supported. Please use the binary data format for input input',
  ],
  [
    'INTERNAL',
    { inputs: [input({ data: zeros(783) })] },
    "Unable to parse 'data': Shape does not match true shape of 'data' field",
  ],
  [
    'INTERNAL',
    { inputs: [input({ data: zeros(785) })] },
    "Unable to parse 'data': Shape does not match true shape of 'data' field",
  ],
  [
    'INTERNAL',
    { inputs: [input({ shape: [1], data: ['x'] })] },
    "Unable to parse 'data': attempt to access JSON non-number as double",
  ],
  [
    'INTERNAL',
    { inputs: [input({ shape: [1], data: [null] })] },
    "Unable to parse 'data': attempt to access JSON non-number as double",
  ],
  [
    'INTERNAL',
    { inputs: [input({ data: {} })] },
    "Unable to parse 'data': attempt to access JSON non-array as array",
  ],
  [
    'INTERNAL',
    { inputs: [input({ shape: [1], datatype: 'BOOL', data: [1] })] },
    "Unable to parse 'data': attempt to access JSON non-boolean as boolean",
  ],
  [
    'INTERNAL',
    { inputs: [input({ shape: [1], datatype: 'UINT8', data: [-1] })] },
    "Unable to parse 'data': attempt to access JSON non-unsigned-integer as unsigned-integer",
  ],
  [
    'INTERNAL',
    { inputs: [input({ shape: [1], datatype: 'INT32', data: [3.5] })] },
    "Unable to parse 'data': attempt to access JSON non-signed-integer as signed-integer",
  ],
  [
    'INTERNAL',
    { inputs: [input({ shape: [1], datatype: 'INT64', data: [2 ** 63] })] },
    "Unable to parse 'data': attempt to access JSON non-signed-integer as signed-integer",
  ],
  [
    'INTERNAL',
    { inputs: [input({ shape: [1], datatype: 'BYTES', data: [null] })] },
    'Unable to parse JSON bytes array: attempt to access JSON non-string as string',
  ],
  [
    'INVALID_ARG',
    { inputs: [input(), input()] },
    "[request id: <id_unknown>] input 'input' already exists in request",
  ],
  [
    'INVALID_ARG',
    { inputs: [binary(4)] },
    "unexpected size for input 'input', expecting 4 additional bytes for model 'm'",
  ],
  [
    'INTERNAL',
    { inputs: [binary(-1)] },
    "Unable to parse 'binary_data_size': attempt to access JSON non-unsigned-integer as unsigned-integer",
  ],
  [
    'INTERNAL',
    { inputs: [binary('x')] },
    "Unable to parse 'binary_data_size': attempt to access JSON non-unsigned-integer as unsigned-integer",
  ],
  [
    'NOT_FOUND',
    { inputs: [input({ data: undefined, parameters: region })] },
    "Unable to find shared memory region: 'r'",
  ],
  [
    'NOT_FOUND',
    { inputs: [], outputs: [{ name: 'y', parameters: region }] },
    "Unable to find shared memory region: 'r'",
  ],
  [
    'INTERNAL',
    { inputs: [], outputs: {} },
    "Unable to parse 'outputs': attempt to access JSON non-array as array",
  ],
  [
    'INTERNAL',
    { inputs: [], outputs: [{}] },
    "Unable to parse 'name': attempt to access non-existing object member 'name'",
  ],
  [
    'INTERNAL',
    { inputs: [], outputs: [{ name: 'y', parameters: { binary_data: 'x' } }] },
    "Unable to parse 'binary_data': attempt to access JSON non-boolean as boolean",
  ],
  [
    'INTERNAL',
    { inputs: [], parameters: 5 },
    'failed to get request params.: attempt to get members for non-object',
  ],
  [
    'INVALID_ARG',
    { inputs: [], parameters: { a: {} } },
    "parameter 'a' has invalid type. It should be either 'int', 'bool', or 'string'.",
  ],
  [
    'INVALID_ARG',
    { inputs: [], parameters: { a: null } },
    "parameter 'a' has invalid type. It should be either 'int', 'bool', or 'string'.",
  ],
  [
    'INVALID_ARG',
    { inputs: [], parameters: { triton_x: 1 } },
    "parameter keys starting with 'triton_' are reserved for Triton usage and should not be specified.",
  ],
  [
    'INTERNAL',
    { inputs: [], parameters: { binary_data_output: 'x' } },
    "Unable to parse 'binary_data_output': attempt to access JSON non-boolean as boolean",
  ],
  [
    'INTERNAL',
    { inputs: [], parameters: { timeout: 1.5 } },
    "Unable to parse 'timeout': attempt to access JSON non-unsigned-integer as unsigned-integer",
  ],
  [
    'INTERNAL',
    { inputs: [], parameters: { priority: -1 } },
    "Unable to parse 'priority': attempt to access JSON non-unsigned-integer as unsigned-integer",
  ],
  [
    'INTERNAL',
    { id: 5, inputs: [] },
    "Unable to parse 'id': attempt to access JSON non-string as string",
  ],
];

describe('a body that is refused in Triton’s words', () => {
  for (const [code, request, said] of REFUSALS) {
    const text = typeof request === 'string' ? request : JSON.stringify(request);
    it(text.replace(/(0,){3,}/, '…').slice(0, 120), () => {
      assert.throws(() => parse(request), { name: 'Refusal', code, message: said });
    });
  }

  it('has bytes behind its last tensor', () => {
    const message = "unexpected additional input data for model 'm'";
    assert.throws(() => parse({ inputs: [binary(2)] }, Buffer.of(1, 2, 3)), {
      code: 'INVALID_ARG',
      message,
    });
  });

  it('wants a classification, which is not computed here', () => {
    const outputs = [{ name: 'y', parameters: { classification: 2 } }];
    assert.throws(() => parse({ inputs: [], outputs }), { code: 'UNSUPPORTED' });
  });
});
