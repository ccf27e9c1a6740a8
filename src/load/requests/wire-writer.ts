/** Protobuf's wire format, writing: https://protobuf.dev/programming-guides/encoding/ */

const VARINT = 0;
const FIXED64 = 1;
const LENGTH_DELIMITED = 2;

/** A tag, and the length of the bytes that the caller puts right behind it. */
export function delimited(field: number, length: number): Uint8Array {
  return Uint8Array.from([...varint(field * 8 + LENGTH_DELIMITED), ...varint(length)]);
}

/** A whole length-delimited field: text, bytes or a message. */
export function lengthField(field: number, content: string | Uint8Array): Uint8Array {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return Buffer.concat([delimited(field, bytes.byteLength), bytes]);
}

/** A bool, an enum or an integer; negative ones as the 64 bits that int64 takes. */
export function varintField(field: number, value: number): Uint8Array {
  return Uint8Array.from([...varint(field * 8 + VARINT), ...varint(value)]);
}

export function doubleField(field: number, value: number): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return Buffer.concat([Uint8Array.from(varint(field * 8 + FIXED64)), bytes]);
}

/** repeated int64, packed; nothing at all when there are none. */
export function packedField(field: number, values: readonly number[]): Uint8Array {
  if (values.length === 0) return new Uint8Array(0);
  return lengthField(field, Uint8Array.from(values.flatMap(varint)));
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  while (rest >= 0x80n) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  return [...bytes, Number(rest)];
}
