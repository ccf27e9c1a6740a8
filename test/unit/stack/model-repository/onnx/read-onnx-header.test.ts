import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readOnnxHeader } from '../../../../../src/stack/model-repository/onnx/read-onnx-header.ts';
import { ONNX_TYPE, onnxModel } from '../../../../support/onnx-model.ts';

const mnist = readFileSync(
  new URL('../../../../../../models/mnist_mlp/1/model.onnx', import.meta.url),
);
const added = onnxModel({
  inputs: [
    { name: 'x', type: ONNX_TYPE.fp32, dims: ['batch', 3] },
    { name: 'w', type: ONNX_TYPE.fp32, dims: [3] },
    { name: 'unused', type: 14, dims: [] },
  ],
  outputs: [{ name: 'y', type: ONNX_TYPE.fp32, dims: ['batch', 3] }],
  nodes: [{ op: 'Add', inputs: ['x', 'w'], outputs: ['y'] }],
  initializers: { w: { dims: [3], values: [1, 2, 3] } },
});

describe('the header of an ONNX file', () => {
  it('is read from the model of this package', () => {
    const { irVersion, opsets, inputs, outputs } = readOnnxHeader(mnist);
    assert.ok(irVersion >= 3 && irVersion <= 8, `IR version ${irVersion}`);
    assert.ok((opsets.get('') ?? 0) >= 12);
    assert.deepEqual(inputs, [{ name: 'input', dataType: 'TYPE_FP32', dims: [-1, 1, 28, 28] }]);
    assert.deepEqual(outputs, [{ name: 'output', dataType: 'TYPE_FP32', dims: [-1, 10] }]);
  });

  it('leaves out inputs that the file itself gives a value', () => {
    const names = readOnnxHeader(added).inputs.map(({ name }) => name);
    assert.deepEqual(names, ['x', 'unused']);
  });

  it('has no type for what Triton has no tensors of', () => {
    assert.equal(readOnnxHeader(added).inputs[1]?.dataType, undefined);
  });

  const broken: [what: string, bytes: Uint8Array][] = [
    ['nothing', Buffer.alloc(0)],
    ['a text', Buffer.from('{"model": 1}')],
    ['the first half of a model', mnist.subarray(0, mnist.length / 2)],
    ['a model without a graph', Uint8Array.of(0x08, 8)],
  ];
  for (const [what, bytes] of broken) {
    it(`is not found in ${what}`, () => assert.throws(() => readOnnxHeader(bytes), Error));
  }

  it('comes from a file with any byte changed, or an Error does', () => {
    fc.assert(
      fc.property(fc.nat(added.length - 1), fc.nat(255), (index, byte) => {
        const changed = Buffer.from(added);
        changed[index] = byte;
        try {
          readOnnxHeader(changed);
        } catch (error) {
          assert.ok(error instanceof Error && error.constructor === Error);
        }
      }),
    );
  });
});
