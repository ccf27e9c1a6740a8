import { fromBf16, fromFp16, toBf16, toFp16 } from './half-float.ts';

/** Values ⇄ bytes of KServe tensors: little endian, row-major, no padding. */

/** BOOL: boolean; 64-bit integers: bigint; BYTES: bytes; everything else: number. */
export type TensorValue = boolean | number | bigint | Uint8Array;

interface Scalar {
  readonly bytes: number;
  write(view: DataView, at: number, value: TensorValue): void;
  read(view: DataView, at: number): TensorValue;
}

type Setter = 'setUint8' | 'setUint16' | 'setUint32' | 'setInt8' | 'setInt16' | 'setInt32';
type Getter = 'getUint8' | 'getUint16' | 'getUint32' | 'getInt8' | 'getInt16' | 'getInt32';

function integer(bytes: 1 | 2 | 4, signed: boolean): Scalar {
  const bits = bytes * 8;
  const kind = `${signed ? 'Int' : 'Uint'}${bits}`;
  const set = `set${kind}` as Setter;
  const get = `get${kind}` as Getter;
  const least = signed ? -(2 ** (bits - 1)) : 0;
  const most = least + 2 ** bits - 1;
  return {
    bytes,
    write(view, at, value) {
      const number = numberOf(value);
      if (!Number.isInteger(number) || number < least || number > most) {
        throw new RangeError(`${value} is no ${signed ? '' : 'U'}INT${bits}`);
      }
      view[set](at, number, true);
    },
    read: (view, at) => view[get](at, true),
  };
}

function longInteger(signed: boolean): Scalar {
  const least = signed ? -(2n ** 63n) : 0n;
  const most = least + 2n ** 64n - 1n;
  const name = signed ? 'INT64' : 'UINT64';
  return {
    bytes: 8,
    write(view, at, value) {
      const long = typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : value;
      if (typeof long !== 'bigint' || long < least || long > most) {
        throw new RangeError(`${value} is no ${name}`);
      }
      if (signed) view.setBigInt64(at, long, true);
      else view.setBigUint64(at, long, true);
    },
    read: (view, at) => (signed ? view.getBigInt64(at, true) : view.getBigUint64(at, true)),
  };
}

const BOOL: Scalar = {
  bytes: 1,
  write: (view, at, value) => view.setUint8(at, value ? 1 : 0),
  read: (view, at) => view.getUint8(at) !== 0,
};
const FP16: Scalar = {
  bytes: 2,
  write: (view, at, value) => view.setUint16(at, toFp16(numberOf(value)), true),
  read: (view, at) => fromFp16(view.getUint16(at, true)),
};
const BF16: Scalar = {
  bytes: 2,
  write: (view, at, value) => view.setUint16(at, toBf16(numberOf(value)), true),
  read: (view, at) => fromBf16(view.getUint16(at, true)),
};
const FP32: Scalar = {
  bytes: 4,
  write: (view, at, value) => view.setFloat32(at, numberOf(value), true),
  read: (view, at) => view.getFloat32(at, true),
};
const FP64: Scalar = {
  bytes: 8,
  write: (view, at, value) => view.setFloat64(at, numberOf(value), true),
  read: (view, at) => view.getFloat64(at, true),
};

const SCALARS = {
  BOOL,
  UINT8: integer(1, false),
  UINT16: integer(2, false),
  UINT32: integer(4, false),
  UINT64: longInteger(false),
  INT8: integer(1, true),
  INT16: integer(2, true),
  INT32: integer(4, true),
  INT64: longInteger(true),
  FP16,
  BF16,
  FP32,
  FP64,
} as const;

export type FixedDatatype = keyof typeof SCALARS;
/** Every datatype of Triton's. BYTES elements have a length each: UINT32, then that many bytes. */
export type Datatype = FixedDatatype | 'BYTES';

export const DATATYPES: readonly Datatype[] = [
  ...(Object.keys(SCALARS) as FixedDatatype[]),
  'BYTES',
];

export function isDatatype(name: string): name is Datatype {
  return (DATATYPES as readonly string[]).includes(name);
}

/** Bytes of one element; null for BYTES. */
export function elementBytes(datatype: Datatype): number | null {
  return datatype === 'BYTES' ? null : SCALARS[datatype].bytes;
}

/** Throws a RangeError for a value that the datatype cannot hold. */
export function encodeTensor(datatype: Datatype, values: readonly TensorValue[]): Uint8Array {
  if (datatype === 'BYTES') return encodeBytes(values);
  const scalar = SCALARS[datatype];
  const bytes = new Uint8Array(values.length * scalar.bytes);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const value of values) {
    scalar.write(view, at, value);
    at += scalar.bytes;
  }
  return bytes;
}

/** Throws a RangeError for bytes that are no whole number of elements. */
export function decodeTensor(datatype: Datatype, bytes: Uint8Array): TensorValue[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (datatype === 'BYTES') return decodeBytes(view, bytes);
  const scalar = SCALARS[datatype];
  if (bytes.byteLength % scalar.bytes !== 0) {
    throw new RangeError(`${bytes.byteLength} bytes are no whole number of ${datatype}`);
  }
  const count = bytes.byteLength / scalar.bytes;
  return Array.from({ length: count }, (_, index) => scalar.read(view, index * scalar.bytes));
}

function numberOf(value: TensorValue): number {
  if (typeof value === 'number') return value;
  throw new RangeError(`${value} is no number`);
}

function encodeBytes(values: readonly TensorValue[]): Uint8Array {
  const parts = values.flatMap((value) => {
    if (!(value instanceof Uint8Array)) throw new RangeError(`${value} is no BYTES element`);
    const length = Buffer.alloc(4);
    length.writeUInt32LE(value.byteLength);
    return [length, value];
  });
  return Buffer.concat(parts);
}

function decodeBytes(view: DataView, bytes: Uint8Array): Uint8Array[] {
  const elements: Uint8Array[] = [];
  for (let at = 0; at < bytes.byteLength; ) {
    const start = at + 4;
    const end = start > bytes.byteLength ? Number.NaN : start + view.getUint32(at, true);
    if (!(end <= bytes.byteLength)) {
      throw new RangeError(`BYTES element ${elements.length} reaches beyond the tensor`);
    }
    elements.push(bytes.subarray(start, end));
    at = end;
  }
  return elements;
}
