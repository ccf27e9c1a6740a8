import { TYPED_ARRAYS } from '../datatypes.ts';
import { invalid } from '../refusal.ts';
import { encodeStrings } from '../string-elements.ts';
import type { TensorContents } from './messages.ts';

/** Which field holds which types, and what Triton calls a tensor that came in it. */
const FIELDS: readonly {
  readonly field: keyof TensorContents;
  readonly called: string;
  readonly datatypes: readonly string[];
}[] = [
  { field: 'bool_contents', called: 'BOOL', datatypes: ['BOOL'] },
  { field: 'int_contents', called: 'INT32', datatypes: ['INT8', 'INT16', 'INT32'] },
  { field: 'int64_contents', called: 'INT64', datatypes: ['INT64'] },
  { field: 'uint_contents', called: 'UINT32', datatypes: ['UINT8', 'UINT16', 'UINT32'] },
  { field: 'uint64_contents', called: 'UINT64', datatypes: ['UINT64'] },
  { field: 'fp32_contents', called: 'FP32', datatypes: ['FP32'] },
  { field: 'fp64_contents', called: 'FP64', datatypes: ['FP64'] },
  { field: 'bytes_contents', called: 'BYTES', datatypes: ['BYTES'] },
];

/**
 * Values of a typed field → the tensor's bytes. Throws a Refusal in Triton's words when they are in a
 * field of another type.
 */
export function bytesFromContents(
  contents: TensorContents,
  datatype: string,
  of: { readonly input: string; readonly model: string },
): Uint8Array {
  for (const { field, called, datatypes } of FIELDS) {
    if ((contents[field]?.length ?? 0) > 0 && !datatypes.includes(datatype)) {
      throw invalid(
        `unexpected explicit tensor data for input tensor '${of.input}' for model '${of.model}' of type '${called}', expected datatype '${datatype}'`,
      );
    }
  }
  const { field } = FIELDS.find(({ datatypes }) => datatypes.includes(datatype)) ?? {};
  const values = field === undefined ? undefined : contents[field];
  if (!values || values.length === 0) return new Uint8Array(0);
  if (datatype === 'BYTES') return encodeStrings(values as readonly Buffer[]);
  return numberBytes(datatype, values as readonly number[]);
}

const ARRAYS: Readonly<Record<string, keyof typeof TYPED_ARRAYS>> = {
  BOOL: 'bool',
  INT8: 'int8',
  INT16: 'int16',
  INT32: 'int32',
  INT64: 'int64',
  UINT8: 'uint8',
  UINT16: 'uint16',
  UINT32: 'uint32',
  UINT64: 'uint64',
  FP32: 'float32',
  FP64: 'float64',
};

function numberBytes(datatype: string, values: readonly number[]): Uint8Array {
  const type = ARRAYS[datatype] ?? 'uint8';
  if (type === 'int64' || type === 'uint64') {
    return new Uint8Array(new TYPED_ARRAYS[type](values.map(BigInt)).buffer);
  }
  const typedArray = TYPED_ARRAYS[type as 'float32'];
  return new Uint8Array(typedArray.from(values, Number).buffer);
}
