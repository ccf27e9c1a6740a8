import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readFields, readPackedVarints } from '../../../../src/load/requests/wire-reader.ts';
import {
  delimited,
  doubleField,
  lengthField,
  packedField,
  varintField,
} from '../../../../src/load/requests/wire-writer.ts';

const FIELD = fc.integer({ min: 1, max: 2 ** 29 - 1 });
const UNSIGNED = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });

const fieldArbitrary = fc.oneof(
  fc.record({ kind: fc.constant('varint' as const), number: FIELD, value: UNSIGNED }),
  fc.record({ kind: fc.constant('fixed64' as const), number: FIELD, value: fc.double() }),
  fc.record({ kind: fc.constant('delimited' as const), number: FIELD, value: fc.uint8Array() }),
);

describe('protobuf’s wire format', () => {
  it('reads back any fields that were written, in their order', () => {
    fc.assert(
      fc.property(fc.array(fieldArbitrary), fc.nat(9), (fields, margin) => {
        const written = fields.map((field) => {
          if (field.kind === 'varint') return varintField(field.number, field.value);
          if (field.kind === 'fixed64') return doubleField(field.number, field.value);
          return lengthField(field.number, field.value);
        });
        const message = Buffer.concat([
          Buffer.alloc(margin, 0xff),
          ...written,
          Buffer.alloc(margin),
        ]);
        const read = readFields(message, margin, message.length - margin);
        const values = read?.map(({ number, kind, start, end, value }) => {
          if (kind === 'varint') return { kind, number, value };
          if (kind === 'fixed64') return { kind, number, value: message.readDoubleLE(start) };
          return { kind, number, value: new Uint8Array(message.subarray(start, end)) };
        });
        assert.deepEqual(
          values,
          fields.map(({ kind, number, value }) => ({ kind, number, value })),
        );
      }),
    );
  });

  it('reads back packed sizes', () => {
    fc.assert(
      fc.property(fc.array(UNSIGNED, { minLength: 1 }), (sizes) => {
        const message = packedField(3, sizes);
        const [field] = readFields(message, 0, message.length) ?? [];
        assert.ok(field);
        assert.deepEqual(readPackedVarints(message, field.start, field.end), sizes);
      }),
    );
  });

  it('takes no message for whole that was cut inside a field', () => {
    fc.assert(
      fc.property(FIELD, fc.uint8Array({ minLength: 1 }), fc.nat(), (number, bytes, at) => {
        const message = lengthField(number, bytes);
        const cut = 1 + (at % (message.length - 1));
        assert.equal(readFields(message, 0, cut), undefined);
      }),
    );
  });

  it('raises nothing, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        for (const { start, end } of readFields(bytes, 0, bytes.length) ?? []) {
          assert.ok(start <= end && end <= bytes.length);
        }
        readPackedVarints(bytes, 0, bytes.length);
      }),
      { numRuns: 2000 },
    );
  });

  for (const [what, hex] of [
    ['a group', '0b0c'],
    ['field number 0', '0001'],
    ['a varint of eleven bytes', `08${'ff'.repeat(10)}01`],
    ['a varint without an end', '08ff'],
    ['a length past the end', '0a05aa'],
    ['a length past any memory', '0affffffffffffffff7f'],
    ['fixed32 cut short', '0d000000'],
    ['fixed64 cut short', '0900000000000000'],
  ] as const) {
    it(`refuses ${what}`, () => {
      const bytes = Buffer.from(hex, 'hex');
      assert.equal(readFields(bytes, 0, bytes.length), undefined);
    });
  }

  it('writes what the encoding guide shows', () => {
    assert.deepEqual([...varintField(1, 150)], [0x08, 0x96, 0x01]);
    assert.deepEqual([...lengthField(2, 'testing')], [0x12, 0x07, ...Buffer.from('testing')]);
    assert.deepEqual([...packedField(6, [3, 270, 86942])], [0x32, 6, 3, 0x8e, 2, 0x9e, 0xa7, 5]);
    assert.deepEqual([...delimited(7, 300)], [0x3a, 0xac, 0x02]);
    assert.deepEqual([...varintField(1, -2)], [0x08, 0xfe, ...Array(8).fill(0xff), 0x01]);
    assert.deepEqual([...packedField(3, [])], []);
  });
});
