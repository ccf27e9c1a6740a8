import { type Datatype, TYPED_ARRAYS } from '../datatypes.ts';
import { invalid, Refusal } from '../refusal.ts';
import { decodeStrings, encodeStrings } from '../string-elements.ts';
import { asArray, unparsable } from './json-access.ts';

const NO_JSON: readonly string[] = ['FP16', 'BF16'];

/**
 * `data` of a JSON tensor → its bytes. Lists may be nested in any way: only the number of elements
 * counts. Throws a Refusal in Triton's words.
 */
export function bytesFromJson(
  input: string,
  datatype: Datatype | undefined,
  datatypeName: string,
  shape: readonly number[],
  data: unknown,
): Uint8Array {
  if (!datatype || NO_JSON.includes(datatypeName)) {
    throw invalid(
      `receiving ${datatypeName} data via JSON is not supported. Please use the binary data format for input ${input}`,
    );
  }
  const elements = flatten(asArray(data, 'data'));
  if (datatype.ortType === 'string') return encodeStrings(elements.map(asText));
  if (elements.length !== shape.reduce((product, dim) => product * dim, 1)) {
    throw unparsable('data', "Shape does not match true shape of 'data' field");
  }
  const { name } = datatype;
  if (name === 'BOOL') return Uint8Array.from(elements, asBit);
  if (name.startsWith('FP')) return floatBytes(datatype, elements);
  return integerBytes(datatype, elements);
}

function flatten(data: readonly unknown[]): readonly unknown[] {
  return data.some(Array.isArray) ? (data.flat(Number.POSITIVE_INFINITY) as unknown[]) : data;
}

function asText(element: unknown): string {
  if (typeof element === 'string') return element;
  throw new Refusal(
    'INTERNAL',
    'Unable to parse JSON bytes array: attempt to access JSON non-string as string',
  );
}

function asBit(element: unknown): number {
  if (typeof element === 'boolean') return Number(element);
  throw unparsable('data', 'attempt to access JSON non-boolean as boolean');
}

function floatBytes({ ortType }: Datatype, elements: readonly unknown[]): Uint8Array {
  const values =
    ortType === 'float64' ? new Float64Array(elements.length) : new Float32Array(elements.length);
  for (let index = 0; index < elements.length; index += 1) {
    const element = elements[index];
    if (typeof element !== 'number') {
      throw unparsable('data', 'attempt to access JSON non-number as double');
    }
    values[index] = element;
  }
  return new Uint8Array(values.buffer);
}

/** Numbers too large for their type lose their upper bits, as in C++. */
function integerBytes({ ortType, name }: Datatype, elements: readonly unknown[]): Uint8Array {
  const isSigned = name.startsWith('INT');
  const [min, end] = isSigned ? [-(2 ** 63), 2 ** 63] : [0, 2 ** 64];
  const kind = isSigned ? 'signed-integer' : 'unsigned-integer';
  for (const element of elements) {
    const isInteger = typeof element === 'number' && Number.isInteger(element);
    if (!isInteger || element < min || element >= end) {
      throw unparsable('data', `attempt to access JSON non-${kind} as ${kind}`);
    }
  }
  const numbers = elements as readonly number[];
  if (ortType === 'int64' || ortType === 'uint64') {
    return new Uint8Array(new TYPED_ARRAYS[ortType](numbers.map(BigInt)).buffer);
  }
  const typedArray = TYPED_ARRAYS[ortType as 'int8'];
  return new Uint8Array(typedArray.from(numbers).buffer);
}

/** The bytes of an output → `data` of a JSON tensor, printed. Throws a Refusal for half floats. */
export function jsonFromBytes(output: string, datatype: Datatype, bytes: Uint8Array): string {
  const { name, ortType, byteSize } = datatype;
  if (NO_JSON.includes(name)) {
    throw invalid(
      `sending ${name} data via JSON is not supported. Please use the binary data format for output ${output}`,
    );
  }
  if (ortType === 'string') return JSON.stringify(decodeStrings(bytes));
  const aligned = bytes.byteOffset % byteSize === 0 ? bytes : Uint8Array.from(bytes);
  const values = new TYPED_ARRAYS[ortType](
    aligned.buffer as ArrayBuffer,
    aligned.byteOffset,
    bytes.length / byteSize,
  );
  if (name === 'BOOL') return JSON.stringify(Array.from(bytes, (byte) => byte !== 0));
  return `[${name.startsWith('FP') ? Array.from(values, printFloat).join() : values.join()}]`;
}

/** NaN and Infinity are printed as they are, as Triton does, though JSON has no such numbers. */
function printFloat(value: number | bigint): string {
  const text = String(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}
