import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkRequest } from '../../../../src/stack/embedded/check-request.ts';
import type { RequestTensor } from '../../../../src/stack/embedded/inference-request.ts';
import { modelSignature } from '../../../../src/stack/embedded/model-signature.ts';
import { encodeStrings } from '../../../../src/stack/embedded/string-elements.ts';
import { aRequest, configOf } from '../../../support/a-served-model.ts';
import { VirtualServerClock } from '../../../support/virtual-server-clock.ts';

const signature = (text: string) => modelSignature(configOf(text));
const OUTPUT = 'output { name: "output" data_type: TYPE_FP32 dims: 10 }';
const mnist = signature(`name: "mnist_mlp" max_batch_size: 64
  input { name: "input" data_type: TYPE_FP32 dims: [ 1, 28, 28 ] } ${OUTPUT}`);
const two = signature(`name: "two" max_batch_size: 8
  input [ { name: "a" data_type: TYPE_INT32 dims: -1 }, { name: "b" data_type: TYPE_STRING dims: 2 } ] ${OUTPUT}`);
const clock = new VirtualServerClock();

const image = (options: Partial<RequestTensor> = {}): RequestTensor => ({
  name: 'input',
  datatype: 'FP32',
  shape: [1, 1, 28, 28],
  bytes: new Uint8Array(3136),
  ...options,
});
const a = (options: Partial<RequestTensor> = {}): RequestTensor => ({
  name: 'a',
  datatype: 'INT32',
  shape: [1, 3],
  bytes: new Uint8Array(12),
  ...options,
});
const b = (bytes: Uint8Array, shape = [1, 2]): RequestTensor => ({
  name: 'b',
  datatype: 'BYTES',
  shape,
  bytes,
});
const STRINGS = encodeStrings(['x', 'yy']);

const check = (
  model: typeof mnist,
  inputs: readonly RequestTensor[],
  options: Parameters<typeof aRequest>[2] = {},
) => checkRequest(model, aRequest(clock, [], { inputs, ...options }));

describe('a good request', () => {
  it('keeps its shape and its bytes', () => {
    const input = image({ shape: [2, 1, 28, 28], bytes: new Uint8Array(6272) });
    const checked = check(mnist, [input]);
    assert.equal(checked.batchSize, 2);
    assert.deepEqual(checked.inputs[0]?.shape, [2, 1, 28, 28]);
    assert.equal(checked.inputs[0]?.bytes, input.bytes);
  });

  it('has its inputs put in the order of the model', () => {
    const { inputs } = check(two, [b(STRINGS), a()]);
    assert.deepEqual(
      inputs.map((input) => input?.shape),
      [
        [1, 3],
        [1, 2],
      ],
    );
  });

  it('can share a batch only with requests of its own shape', () => {
    const keyOf = (length: number) =>
      check(two, [a({ shape: [1, length], bytes: new Uint8Array(4 * length) }), b(STRINGS)])
        .shapeKey;
    assert.equal(keyOf(3), keyOf(3));
    assert.notEqual(keyOf(3), keyOf(4));
  });

  it('is one raw tensor, whose open dimension its length decides', () => {
    const raw = (model: typeof mnist, length: number) =>
      check(model, [], { rawInput: new Uint8Array(length) }).inputs[0]?.shape;
    assert.deepEqual(raw(mnist, 3136), [1, 1, 28, 28]);
    const open = signature(`input { name: "x" data_type: TYPE_INT64 dims: [ -1, 2 ] } ${OUTPUT}`);
    assert.deepEqual(raw(open, 48), [3, 2]);
  });

  it('is reshaped as the configuration says, the open dimensions keeping their sizes', () => {
    const model = signature(`max_batch_size: 4 ${OUTPUT}
      input { name: "x" data_type: TYPE_UINT8 dims: [ -1, 6, 1 ] reshape { shape: [ 2, -1, 3 ] } }`);
    const input = { name: 'x', datatype: 'UINT8', shape: [3, 5, 6, 1], bytes: new Uint8Array(90) };
    assert.deepEqual(check(model, [input]).inputs[0]?.shape, [3, 2, 5, 3]);
  });

  it('may leave out an optional input', () => {
    const model = signature(`${OUTPUT} input [
      { name: "x" data_type: TYPE_UINT8 dims: 1 }, { name: "o" data_type: TYPE_UINT8 dims: 1 optional: true } ]`);
    const x = { name: 'x', datatype: 'UINT8', shape: [1], bytes: new Uint8Array(1) };
    assert.equal(check(model, [x]).inputs[1], undefined);
    assert.throws(
      () => check(model, []),
      /expected number of inputs between 1 and 2 but got 0 inputs/,
    );
  });
});

const NOTE =
  'NOTE: Setting a non-zero max_batch_size in the model config requires a batch dimension to be prepended to each input shape. If you want to specify the full shape including the batch dim in your input dims config, try setting max_batch_size to zero. See the model configuration docs for more info on max_batch_size.';
const U = '[request id: <id_unknown>] ';
const short = encodeStrings(['x']);

/** What Triton 2.51 (24.10) says of the same requests to models of the same configuration. */
const REFUSALS: readonly [what: string, request: () => unknown, said: string][] = [
  [
    'a wrong shape',
    () => check(mnist, [image({ shape: [1, 783] })]),
    `${U}unexpected shape for input 'input' for model 'mnist_mlp'. Expected [-1,1,28,28], got [1,783]. ${NOTE}`,
  ],
  [
    'a wrong shape, with an id',
    () => check(mnist, [image({ shape: [1, -5, 28, 28] })], { id: 'i9' }),
    `[request id: i9] unexpected shape for input 'input' for model 'mnist_mlp'. Expected [-1,1,28,28], got [1,-5,28,28]. ${NOTE}`,
  ],
  [
    'an open dimension',
    () => check(mnist, [image({ shape: [1, -1, 28, 28] })]),
    `${U}All input dimensions should be specified for input 'input' for model 'mnist_mlp', got [1,-1,28,28]`,
  ],
  [
    'a wrong type',
    () => check(mnist, [image({ datatype: 'INT32' })]),
    `${U}inference input 'input' data-type is 'INT32', but model 'mnist_mlp' expects 'FP32'`,
  ],
  [
    'no type',
    () => check(mnist, [image({ datatype: 'FP99' })]),
    `${U}inference input 'input' data-type is '<invalid>', but model 'mnist_mlp' expects 'FP32'`,
  ],
  [
    'a batch that is too large',
    () => check(mnist, [image({ shape: [65, 1, 28, 28] })]),
    `${U}inference request batch-size must be <= 64 for 'mnist_mlp'`,
  ],
  [
    'a batch of nothing',
    () => check(mnist, [image({ shape: [0, 1, 28, 28], bytes: new Uint8Array(0) })]),
    `${U}input byte size mismatch for input 'input' for model 'mnist_mlp'. Expected 3136, got 0`,
  ],
  [
    'a negative batch',
    () => check(mnist, [image({ shape: [-1, 1, 28, 28] })]),
    `${U}input byte size mismatch for input 'input' for model 'mnist_mlp'. Expected 13469017437120, got 3136`,
  ],
  [
    'no dimensions',
    () => check(mnist, [image({ shape: [] })]),
    `${U}input 'input' has no shape but model requires batch dimension for 'mnist_mlp'`,
  ],
  [
    'too few bytes',
    () => check(mnist, [image({ bytes: new Uint8Array(3132) })]),
    `${U}input byte size mismatch for input 'input' for model 'mnist_mlp'. Expected 3136, got 3132`,
  ],
  [
    'too few raw bytes',
    () => check(mnist, [], { rawInput: new Uint8Array(3132) }),
    `${U}input byte size mismatch for input 'raw_input' for model 'mnist_mlp'. Expected 3136, got 3132`,
  ],
  [
    'raw bytes for two inputs',
    () => check(two, [], { rawInput: new Uint8Array(4) }),
    `${U}Raw request must only have 1 input (found 1) to be deduced but got 2 inputs in 'two' model configuration`,
  ],
  [
    'no input',
    () => check(mnist, []),
    `${U}expected 1 inputs but got 0 inputs for model 'mnist_mlp'. Got input(s) [], but missing required input(s) ['input']. Please provide all required input(s).`,
  ],
  [
    'an input too many',
    () => check(mnist, [image(), image({ name: 'y' })]),
    `${U}expected 1 inputs but got 2 inputs for model 'mnist_mlp'. Got input(s) ['input','y'], but missing required input(s) ]. Please provide all required input(s).`,
  ],
  [
    'an input too few',
    () => check(two, [a()]),
    `${U}expected 2 inputs but got 1 inputs for model 'two'. Got input(s) ['a'], but missing required input(s) ['b']. Please provide all required input(s).`,
  ],
  [
    'an unknown input',
    () => check(mnist, [image({ name: 'x' })]),
    "unexpected inference input 'x' for model 'mnist_mlp'",
  ],
  [
    'an unknown output',
    () => check(mnist, [image()], { outputs: ['zzz'] }),
    "unexpected inference output 'zzz' for model 'mnist_mlp'",
  ],
  [
    'batches that differ',
    () => check(two, [a({ shape: [2, 3], bytes: new Uint8Array(24) }), b(STRINGS)]),
    `${U}input 'b' batch size does not match other inputs for 'two'`,
  ],
  [
    'too few strings',
    () => check(two, [a(), b(short)]),
    `${U}expected 2 string elements for inference input 'b' for model 'two', got 1`,
  ],
  [
    'too many strings',
    () => check(two, [a(), b(encodeStrings(['x', 'y', '']))]),
    `${U}unexpected number of string elements 3 for inference input 'b' for model 'two', expecting 2`,
  ],
  [
    'a string that is cut short',
    () => check(two, [a(), b(Buffer.concat([short, Buffer.of(9, 0, 0, 0, 121, 121, 121)]))]),
    "incomplete string data for inference input 'b', expecting string of length 9 but only 3 bytes available",
  ],
  [
    'a length that is cut short',
    () => check(two, [a(), b(Buffer.concat([short, Buffer.of(1, 0)]))]),
    `${U}incomplete string length indicator for inference input 'b' for model 'two', expecting 4 bytes but only 2 bytes available. Please make sure the string length indicator is in one buffer.`,
  ],
];

describe('a request that cannot be executed', () => {
  for (const [what, request, said] of REFUSALS) {
    it(`is refused in Triton’s words: ${what}`, () => {
      assert.throws(request, { name: 'Refusal', code: 'INVALID_ARG', message: said });
    });
  }
});
