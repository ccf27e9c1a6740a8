import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fromBf16, fromFp16, toBf16, toFp16 } from '../../../../src/load/requests/half-float.ts';
import {
  DATATYPES,
  type Datatype,
  decodeTensor,
  elementBytes,
  encodeTensor,
  isDatatype,
  type TensorValue,
} from '../../../../src/load/requests/tensor-codec.ts';

const integers = (least: number, most: number) => fc.integer({ min: least, max: most });

const VALUES: Readonly<Record<Datatype, fc.Arbitrary<TensorValue>>> = {
  BOOL: fc.boolean(),
  UINT8: integers(0, 255),
  UINT16: integers(0, 65_535),
  UINT32: integers(0, 2 ** 32 - 1),
  UINT64: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  INT8: integers(-128, 127),
  INT16: integers(-32_768, 32_767),
  INT32: integers(-(2 ** 31), 2 ** 31 - 1),
  INT64: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  FP16: fc.double().map((value) => fromFp16(toFp16(value))),
  BF16: fc.double().map((value) => fromBf16(toBf16(value))),
  FP32: fc.float(),
  FP64: fc.double(),
  BYTES: fc.uint8Array(),
};

describe('the tensor codec', () => {
  for (const datatype of DATATYPES) {
    it(`reads back any ${datatype} tensor`, () => {
      fc.assert(
        fc.property(fc.array(VALUES[datatype]), (values) => {
          const bytes = encodeTensor(datatype, values);
          assert.deepEqual(
            decodeTensor(datatype, bytes).map((value) =>
              value instanceof Uint8Array ? new Uint8Array(value) : value,
            ),
            values,
          );
          const size = elementBytes(datatype);
          if (size !== null) assert.equal(bytes.byteLength, values.length * size);
        }),
      );
    });
  }

  for (const [datatype, values, hex] of [
    ['BOOL', [true, false], '0100'],
    ['INT16', [-2, 258], 'feff0201'],
    ['UINT64', [1n], '0100000000000000'],
    ['INT64', [-1, 5], 'ffffffffffffffff0500000000000000'],
    ['FP32', [1, -0.5], '0000803f000000bf'],
    ['FP64', [1], '000000000000f03f'],
    ['FP16', [1], '003c'],
    ['BF16', [1], '803f'],
    ['BYTES', [Buffer.from('ab'), Buffer.from('')], '02000000616200000000'],
  ] as const) {
    it(`writes ${datatype} little endian`, () =>
      assert.equal(Buffer.from(encodeTensor(datatype, values)).toString('hex'), hex));
  }

  for (const [datatype, value] of [
    ['UINT8', 256],
    ['UINT8', -1],
    ['INT8', 128],
    ['INT32', 1.5],
    ['UINT64', -1n],
    ['INT64', 2n ** 63n],
    ['INT64', 0.5],
    ['FP32', 'x' as unknown as TensorValue],
    ['BYTES', 1],
  ] as const) {
    it(`refuses ${value} as ${datatype}`, () =>
      assert.throws(() => encodeTensor(datatype, [value]), RangeError));
  }

  it('refuses bytes that are no whole number of elements', () => {
    assert.throws(() => decodeTensor('FP32', new Uint8Array(5)), RangeError);
    assert.throws(() => decodeTensor('BYTES', Uint8Array.of(2, 0, 0, 0, 1)), RangeError);
    assert.throws(() => decodeTensor('BYTES', Uint8Array.of(2, 0, 0)), RangeError);
    assert.throws(() => decodeTensor('BYTES', Uint8Array.of(255, 255, 255, 255)), RangeError);
  });

  it('knows a datatype from another word', () => {
    assert.ok(isDatatype('FP32'));
    assert.ok(!isDatatype('FLOAT'));
    assert.ok(!isDatatype('toString'));
  });
});
