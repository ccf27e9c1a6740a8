import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { wireFields } from '../../../../src/stack/model-repository/wire-fields.ts';

function varint(value: bigint): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    bytes.push(Number(rest & 0x7fn) | (rest > 0x7fn ? 0x80 : 0));
    rest >>= 7n;
  } while (rest > 0n);
  return bytes;
}

type Field = { number: number; value: bigint } | { number: number; bytes: number[] };

function encode(fields: readonly Field[]): Uint8Array {
  return Uint8Array.from(
    fields.flatMap((field) =>
      'value' in field
        ? [...varint(BigInt(field.number) << 3n), ...varint(field.value)]
        : [
            ...varint((BigInt(field.number) << 3n) | 2n),
            ...varint(BigInt(field.bytes.length)),
            ...field.bytes,
          ],
    ),
  );
}

const numbers = fc.integer({ min: 1, max: 2 ** 29 - 1 });
const fields = fc.array(
  fc.oneof(
    fc.record({ number: numbers, value: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }) }),
    fc.record({ number: numbers, bytes: fc.array(fc.nat(255), { maxLength: 200 }) }),
  ),
);

describe('the fields of a protobuf message', () => {
  it('come out as they were encoded', () => {
    fc.assert(
      fc.property(fields, (written) => {
        const read = [...wireFields(encode(written))];
        assert.equal(read.length, written.length);
        for (const [index, field] of written.entries()) {
          assert.equal(read[index]?.number, field.number);
          if ('value' in field) assert.equal(read[index]?.value, field.value);
          else assert.deepEqual([...(read[index]?.bytes ?? [])], field.bytes);
        }
      }),
    );
  });

  it('come from any bytes or an Error does, and never more fields than bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        try {
          assert.ok([...wireFields(bytes)].length <= bytes.length);
        } catch (error) {
          assert.match((error as Error).message, /byte|number|fit|inside/);
        }
      }),
    );
  });

  it('are views, not copies', () => {
    const message = encode([{ number: 1, bytes: [1, 2, 3] }]);
    const [field] = wireFields(message);
    assert.equal(field?.bytes.buffer, message.buffer);
  });

  it('of fixed width are read little endian', () => {
    const [fixed32, fixed64] = wireFields(
      Uint8Array.of(0x0d, 1, 2, 0, 0, 0x11, 0, 0, 0, 0, 0, 0, 0, 0x80),
    );
    assert.equal(fixed32?.value, 0x0201n);
    assert.equal(fixed64?.value, 2n ** 63n);
  });

  const broken: [what: string, bytes: number[]][] = [
    ['ends inside a varint', [0x08, 0x80]],
    ['ends inside a fixed number', [0x0d, 1, 2]],
    ['promises more bytes than there are', [0x0a, 0x05, 1]],
    ['promises more bytes than a number can hold', [0x0a, ...varint(2n ** 64n - 1n)]],
    ['has a varint of eleven bytes', [0x08, ...Array(10).fill(0xff), 1]],
    ['uses the group wire type', [0x0b]],
    ['has field number 0', [0x00, 0x01]],
  ];
  for (const [what, bytes] of broken) {
    it(`raise an Error when the message ${what}`, () => {
      assert.throws(() => [...wireFields(Uint8Array.from(bytes))], Error);
    });
  }
});
