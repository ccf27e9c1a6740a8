/** Protobuf's wire format, reading: https://protobuf.dev/programming-guides/encoding/ */

/**
 * One field of a message. Length-delimited, fixed32 and fixed64: bytes[start, end) of what was read.
 * Varint: `value`; the number is exact up to 2^53, larger ones (negative int64) only stay large.
 */
export interface WireField {
  readonly number: number;
  readonly kind: 'varint' | 'fixed64' | 'delimited' | 'fixed32';
  readonly start: number;
  readonly end: number;
  readonly value: number;
}

const LARGEST_FIELD = 2 ** 29 - 1;
/** Far beyond any real answer; a hostile one must not fill the memory. */
const MOST_FIELDS = 1_000_000;
const MOST_PACKED_BYTES = 64 * 1024 * 1024;

/** The fields of the message bytes[start, end) in their order; undefined when it is none. */
export function readFields(bytes: Uint8Array, start: number, end: number): WireField[] | undefined {
  const fields: WireField[] = [];
  const cursor = { at: start };
  while (cursor.at < end) {
    const field = readField(bytes, cursor, end);
    if (!field || fields.length >= MOST_FIELDS) return undefined;
    fields.push(field);
  }
  return fields;
}

/** The packed varints in bytes[start, end); undefined when they are none. */
export function readPackedVarints(
  bytes: Uint8Array,
  start: number,
  end: number,
): number[] | undefined {
  if (end - start > MOST_PACKED_BYTES) return undefined;
  const values: number[] = [];
  const cursor = { at: start };
  while (cursor.at < end) {
    const value = readVarint(bytes, cursor, end);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values;
}

interface Cursor {
  at: number;
}

function readField(bytes: Uint8Array, cursor: Cursor, end: number): WireField | undefined {
  const tag = readVarint(bytes, cursor, end);
  if (tag === undefined) return undefined;
  const number = Math.floor(tag / 8);
  if (number < 1 || number > LARGEST_FIELD) return undefined;
  switch (tag % 8) {
    case 0: {
      const start = cursor.at;
      const value = readVarint(bytes, cursor, end);
      return value === undefined
        ? undefined
        : { number, kind: 'varint', start, end: cursor.at, value };
    }
    case 1:
      return take(cursor, end, { number, kind: 'fixed64' }, 8);
    case 2:
      return take(cursor, end, { number, kind: 'delimited' }, readVarint(bytes, cursor, end));
    case 5:
      return take(cursor, end, { number, kind: 'fixed32' }, 4);
    default:
      return undefined;
  }
}

function take(
  cursor: Cursor,
  end: number,
  field: Pick<WireField, 'number' | 'kind'>,
  length: number | undefined,
): WireField | undefined {
  const start = cursor.at;
  if (length === undefined || length > end - start) return undefined;
  cursor.at = start + length;
  return { ...field, start, end: cursor.at, value: 0 };
}

function readVarint(bytes: Uint8Array, cursor: Cursor, end: number): number | undefined {
  let value = 0;
  for (let shift = 0; shift < 70 && cursor.at < end; shift += 7) {
    const byte = bytes[cursor.at] ?? 0;
    cursor.at += 1;
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return value;
  }
  return undefined;
}
