/** One field of a protobuf message on the wire; which of `value` and `bytes` counts is the wire type's. */
export interface WireField {
  readonly number: number;
  /** Varint and fixed-width fields: the bits as an unsigned integer. */
  readonly value: bigint;
  /** Length-delimited fields: a view of the message. */
  readonly bytes: Uint8Array;
}

const NOTHING = new Uint8Array(0);
const VARINT = 0;
const FIXED64 = 1;
const DELIMITED = 2;
const FIXED32 = 5;

/**
 * Walks the fields of a protobuf message without knowing its schema and without copying. Throws an
 * Error where the bytes are no protobuf message. Encoding: https://protobuf.dev/programming-guides/encoding/
 */
export function* wireFields(message: Uint8Array): Generator<WireField> {
  let offset = 0;
  while (offset < message.length) {
    const key = varintAt(message, offset);
    const number = Number(key.value >> 3n);
    const { value, bytes, end } = valueAt(message, key.end, Number(key.value & 7n));
    if (number === 0) throw new Error(`field number 0 at byte ${offset}`);
    yield { number, value, bytes };
    offset = end;
  }
}

interface WireValue {
  readonly value: bigint;
  readonly bytes: Uint8Array;
  readonly end: number;
}

function valueAt(message: Uint8Array, offset: number, wireType: number): WireValue {
  if (wireType === VARINT) return { ...varintAt(message, offset), bytes: NOTHING };
  if (wireType === FIXED64) return fixedAt(message, offset, 8);
  if (wireType === FIXED32) return fixedAt(message, offset, 4);
  if (wireType !== DELIMITED) throw new Error(`wire type ${wireType} at byte ${offset}`);
  const length = varintAt(message, offset);
  const end = length.end + Number(length.value);
  if (end > message.length) throw new Error(`a field of ${length.value} bytes does not fit`);
  return { value: 0n, bytes: message.subarray(length.end, end), end };
}

function fixedAt(message: Uint8Array, offset: number, width: number): WireValue {
  const end = offset + width;
  if (end > message.length) throw new Error('ends inside a number');
  let value = 0n;
  for (let at = end - 1; at >= offset; at -= 1) value = (value << 8n) | BigInt(message[at] ?? 0);
  return { value, bytes: NOTHING, end };
}

function varintAt(message: Uint8Array, offset: number): { value: bigint; end: number } {
  let value = 0n;
  for (let index = 0; index < 10; index += 1) {
    const byte = message[offset + index];
    if (byte === undefined) throw new Error('ends inside a number');
    value |= BigInt(byte & 0x7f) << BigInt(7 * index);
    if (byte < 0x80) return { value: BigInt.asUintN(64, value), end: offset + index + 1 };
  }
  throw new Error(`a number longer than 64 bits at byte ${offset}`);
}
