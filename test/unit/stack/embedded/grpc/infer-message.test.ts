import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  inferResponse,
  readInferMessage,
} from '../../../../../src/stack/embedded/grpc/infer-message.ts';
import type { ModelInferRequest } from '../../../../../src/stack/embedded/grpc/messages.ts';

const input = { name: 'input', datatype: 'FP32', shape: [1, 2] };
const raw = Buffer.alloc(8);
const read = (message: ModelInferRequest) => readInferMessage('m', message);
const bytesOf = (message: ModelInferRequest) => read(message).inputs.map(({ bytes }) => [...bytes]);

describe('an infer message', () => {
  it('pairs raw contents with inputs in order, without a copy', () => {
    const [first, second] = read({
      inputs: [input, { ...input, name: 'b' }],
      raw_input_contents: [raw, Buffer.of(1)],
    }).inputs;
    assert.equal(first?.bytes, raw);
    assert.deepEqual([...(second?.bytes ?? [])], [1]);
  });

  const typed: [datatype: string, contents: object, bytes: number[]][] = [
    ['BOOL', { bool_contents: [true, false] }, [1, 0]],
    ['INT8', { int_contents: [-1] }, [255]],
    ['INT16', { int_contents: [-2] }, [254, 255]],
    ['INT32', { int_contents: [1] }, [1, 0, 0, 0]],
    ['INT64', { int64_contents: [-1] }, [255, 255, 255, 255, 255, 255, 255, 255]],
    ['UINT8', { uint_contents: [200] }, [200]],
    ['UINT16', { uint_contents: [258] }, [2, 1]],
    ['UINT64', { uint64_contents: [1] }, [1, 0, 0, 0, 0, 0, 0, 0]],
    ['FP32', { fp32_contents: [1] }, [0, 0, 128, 63]],
    ['FP64', { fp64_contents: [1] }, [0, 0, 0, 0, 0, 0, 240, 63]],
    ['BYTES', { bytes_contents: [Buffer.from('ab')] }, [2, 0, 0, 0, 97, 98]],
    ['FP32', {}, []],
  ];
  for (const [datatype, contents, bytes] of typed) {
    it(`turns typed ${datatype} ${JSON.stringify(contents)} into bytes`, () => {
      assert.deepEqual(bytesOf({ inputs: [{ ...input, datatype, contents }] }), [bytes]);
    });
  }

  it('brings id, outputs, priority and timeout', () => {
    const { id, outputs, priority, timeoutUs } = read({
      id: 'q',
      outputs: [{ name: 'y' }],
      parameters: {
        priority: { int64_param: 2 },
        timeout: { uint64_param: 50 },
        x: { string_param: '' },
      },
    });
    assert.deepEqual([id, outputs, priority, timeoutUs], ['q', ['y'], 2, 50]);
  });

  const refusals: [what: string, code: string, message: ModelInferRequest, said: string][] = [
    [
      'raw and typed contents together',
      'INVALID_ARG',
      { inputs: [{ ...input, contents: { fp32_contents: [1] } }], raw_input_contents: [raw] },
      "contents field must not be specified when using raw_input_contents for 'input' for model 'm'",
    ],
    [
      'no contents',
      'INVALID_ARG',
      { inputs: [input] },
      "unable to find data for input tensor 'input' for model 'm' in request.",
    ],
    [
      'fewer raw contents than inputs',
      'INVALID_ARG',
      { inputs: [input, { ...input, name: 'b' }], raw_input_contents: [raw] },
      "unable to find data for input tensor 'b' for model 'm' in request.",
    ],
    [
      'contents of another type',
      'INVALID_ARG',
      { inputs: [{ ...input, contents: { int_contents: [1] } }] },
      "unexpected explicit tensor data for input tensor 'input' for model 'm' of type 'INT32', expected datatype 'FP32'",
    ],
    [
      'an input twice',
      'INVALID_ARG',
      { inputs: [input, input], raw_input_contents: [raw, raw] },
      "[request id: <id_unknown>] input 'input' already exists in request",
    ],
    [
      'a reserved parameter',
      'INVALID_ARG',
      { parameters: { triton_x: { string_param: 'y' } } },
      "parameter keys starting with 'triton_' are reserved for Triton usage. Only the following keys starting with 'triton_' are allowed: triton_enable_empty_final_response",
    ],
    [
      'a parameter without a value',
      'INVALID_ARG',
      { parameters: { x: {} } },
      "invalid value type for 'x' parameter, expected int64_param, bool_param, or string_param.",
    ],
    [
      'shared memory',
      'NOT_FOUND',
      { inputs: [{ ...input, parameters: { shared_memory_region: { string_param: 'r' } } }] },
      "Unable to find shared memory region: 'r'",
    ],
    [
      'a classification',
      'UNSUPPORTED',
      { outputs: [{ name: 'y', parameters: { classification: { int64_param: 2 } } }] },
      'the embedded server does not compute classifications',
    ],
  ];
  for (const [what, code, message, said] of refusals) {
    it(`is refused with ${what}`, () => {
      assert.throws(() => read(message), { name: 'Refusal', code, message: said });
    });
  }
});

describe('an infer response', () => {
  it('carries its tensors raw, in order', () => {
    const tensor = { name: 'y', datatype: 'FP32', shape: [1, 2], bytes: raw };
    assert.deepEqual(inferResponse({ name: 'm', version: '3' }, 'q', [tensor]), {
      model_name: 'm',
      model_version: '3',
      id: 'q',
      outputs: [{ name: 'y', datatype: 'FP32', shape: [1, 2] }],
      raw_output_contents: [raw],
    });
  });
});
