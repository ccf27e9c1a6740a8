import { type Datatype, encodeTensor, type TensorValue } from '../tensor-codec.ts';
import { badInputData } from './bad-input-data.ts';
import type { EntryTensor } from './input-entry.ts';

/**
 * A tensor as perf_analyzer's data files write it: a list of values, {"b64": bytes}, or either as
 * "content" beside a "shape". `origin` names the place in messages.
 */
export function jsonTensor(value: unknown, datatype: Datatype, origin: string): EntryTensor {
  const { content, shape } = contentAndShape(value, origin);
  const base64 = fieldOf(content, 'b64');
  if (typeof base64 === 'string') return { bytes: Buffer.from(base64, 'base64'), shape };
  if (!Array.isArray(content)) {
    throw badInputData(
      `${origin} is neither a list of values nor {"b64": …}`,
      'write [1, 2, 3] or {"b64": "…"}',
    );
  }
  const values = content.flat(32).map((element) => tensorValue(element, datatype, origin));
  try {
    return { bytes: encodeTensor(datatype, values), shape };
  } catch (error) {
    throw badInputData(`${origin}: ${(error as RangeError).message}`, `it is ${datatype}`, error);
  }
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

function contentAndShape(value: unknown, origin: string) {
  const content = fieldOf(value, 'content') ?? value;
  const shape = fieldOf(value, 'shape');
  if (shape === undefined) return { content, shape: undefined };
  const isShape =
    Array.isArray(shape) && shape.every((size) => Number.isSafeInteger(size) && size >= 0);
  if (isShape) return { content, shape: shape as number[] };
  throw badInputData(`${origin} has the shape ${JSON.stringify(shape)}`, 'write [3, 224, 224]');
}

function tensorValue(element: unknown, datatype: Datatype, origin: string): TensorValue {
  const value = READERS[datatype]?.(element) ?? numberFrom(element, datatype);
  if (value !== undefined) return value;
  const hint =
    typeof element === 'number' && Number.isInteger(element)
      ? 'JSON numbers are exact to 2^53; give larger ones as "b64"'
      : `give ${datatype} values`;
  throw badInputData(`${origin} holds ${JSON.stringify(element)}, which is no ${datatype}`, hint);
}

const READERS: Partial<Record<Datatype, (element: unknown) => TensorValue | undefined>> = {
  BYTES: (element) => (typeof element === 'string' ? Buffer.from(element) : undefined),
  BOOL: (element) =>
    typeof element === 'boolean' || element === 0 || element === 1 ? Boolean(element) : undefined,
};

function numberFrom(element: unknown, datatype: Datatype): number | undefined {
  if (typeof element !== 'number' || READERS[datatype]) return undefined;
  const isLong = datatype === 'INT64' || datatype === 'UINT64';
  return isLong && !Number.isSafeInteger(element) ? undefined : element;
}
