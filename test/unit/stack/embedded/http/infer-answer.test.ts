import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { datatypeNamed } from '../../../../../src/stack/embedded/datatypes.ts';
import { printInferAnswer } from '../../../../../src/stack/embedded/http/infer-answer.ts';
import {
  bytesFromJson,
  jsonFromBytes,
} from '../../../../../src/stack/embedded/http/json-tensor.ts';
import { encodeStrings } from '../../../../../src/stack/embedded/string-elements.ts';

const model = { name: 'mnist_mlp', version: '1' };
const output = {
  name: 'output',
  datatype: 'FP32',
  shape: [1, 3],
  bytes: new Uint8Array(Float32Array.of(0, 1.5, -2).buffer),
};
const asJson = { id: '', binaryByDefault: false, binary: new Map<string, boolean>() };

describe('an answer', () => {
  it('is all JSON unless something else was asked for, as Triton prints it', () => {
    const { body, jsonBytes } = printInferAnswer(model, asJson, [output]);
    assert.equal(jsonBytes, undefined);
    assert.equal(
      body.toString(),
      '{"model_name":"mnist_mlp","model_version":"1","outputs":[{"name":"output","datatype":"FP32","shape":[1,3],"data":[0.0,1.5,-2.0]}]}',
    );
  });

  it('holds its tensors behind the JSON when they are to be binary', () => {
    const { body, jsonBytes } = printInferAnswer(model, { ...asJson, binaryByDefault: true }, [
      output,
    ]);
    assert.equal(
      body.toString('utf8', 0, jsonBytes),
      '{"model_name":"mnist_mlp","model_version":"1","outputs":[{"name":"output","datatype":"FP32","shape":[1,3],"parameters":{"binary_data_size":12}}]}',
    );
    assert.deepEqual(body.subarray(jsonBytes), Buffer.from(output.bytes));
  });

  it('does for each output what was asked for that output', () => {
    const request = { ...asJson, binaryByDefault: true, binary: new Map([['a', false]]) };
    const { body, jsonBytes } = printInferAnswer(model, request, [
      { ...output, name: 'a' },
      { ...output, name: 'b' },
    ]);
    const { outputs } = JSON.parse(body.toString('utf8', 0, jsonBytes)) as { outputs: object[] };
    assert.deepEqual(
      outputs.map((one) => 'data' in one),
      [true, false],
    );
    assert.equal(body.length - (jsonBytes ?? 0), 12);
  });

  it('has no binary part when that would be empty', () => {
    const empty = { ...output, shape: [1, 0], bytes: new Uint8Array(0) };
    const { jsonBytes } = printInferAnswer(model, { ...asJson, binaryByDefault: true }, [empty]);
    assert.equal(jsonBytes, undefined);
  });

  it('gives the id back, whatever is in it', () => {
    const { body } = printInferAnswer(model, { ...asJson, id: 'a"\u0001é' }, [output]);
    assert.equal((JSON.parse(body.toString()) as { id: string }).id, 'a"\u0001é');
  });

  it('prints NaN and Infinity as they are', () => {
    const bytes = new Uint8Array(Float32Array.of(Number.NaN, Number.NEGATIVE_INFINITY).buffer);
    const { body } = printInferAnswer(model, asJson, [{ ...output, bytes }]);
    assert.match(body.toString(), /"data":\[NaN,-Infinity\]/);
  });

  it('refuses half floats as JSON, in Triton’s words', () => {
    const half = { ...output, datatype: 'FP16' };
    assert.throws(() => printInferAnswer(model, asJson, [half]), {
      code: 'INVALID_ARG',
      message:
        'sending FP16 data via JSON is not supported. Please use the binary data format for output output',
    });
  });
});

describe('a JSON tensor', () => {
  const kinds: [name: string, element: fc.Arbitrary<unknown>][] = [
    ['BOOL', fc.boolean()],
    ['INT8', fc.integer({ min: -128, max: 127 })],
    ['UINT16', fc.nat(65535)],
    ['INT32', fc.integer()],
    ['UINT32', fc.nat()],
    ['INT64', fc.maxSafeInteger()],
    ['UINT64', fc.maxSafeNat()],
    ['FP32', fc.float({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0)],
    ['FP64', fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0)],
    ['BYTES', fc.string({ unit: 'grapheme' })],
  ];
  for (const [name, element] of kinds) {
    it(`of ${name} comes back as it went in`, () => {
      const datatype = datatypeNamed(name);
      assert.ok(datatype);
      fc.assert(
        fc.property(fc.array(element, { maxLength: 8 }), (data) => {
          const bytes = bytesFromJson('x', datatype, name, [data.length], data);
          assert.deepEqual(JSON.parse(jsonFromBytes('x', datatype, bytes)), data);
        }),
      );
    });
  }

  it('of BYTES is its elements behind their lengths', () => {
    const datatype = datatypeNamed('BYTES');
    const bytes = bytesFromJson('x', datatype, 'BYTES', [2], ['a', 'é']);
    assert.deepEqual([...bytes], [1, 0, 0, 0, 97, 2, 0, 0, 0, 0xc3, 0xa9]);
    assert.deepEqual(bytes, encodeStrings(['a', 'é']));
  });
});
