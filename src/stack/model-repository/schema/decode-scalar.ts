import { nearestName } from '../../../contract/nearest-name.ts';
import type { PbtxtValue } from '../pbtxt/pbtxt-node.ts';
import type { ConfigValue } from './config-value.ts';
import type { FieldType } from './message-schema.ts';

/** A value that is not of its field's type: what was expected and what to write. */
export interface Mismatch {
  readonly expected: string;
  readonly mend: string;
}

const BOOLEANS: Readonly<Record<string, boolean>> = {
  true: true,
  True: true,
  t: true,
  false: false,
  False: false,
  f: false,
};
const FLOATS: Readonly<Record<string, number>> = {
  inf: Number.POSITIVE_INFINITY,
  infinity: Number.POSITIVE_INFINITY,
  nan: Number.NaN,
};

/** One scalar by its type; never a message. */
export function decodeScalar(type: FieldType, value: PbtxtValue): ConfigValue | Mismatch {
  switch (type.kind) {
    case 'int':
      return integer(type.min, type.max, value);
    case 'float':
      return float(value);
    case 'bool':
      return boolean(value);
    case 'string':
      if (value.kind === 'string') return value.text;
      return { expected: 'a string', mend: 'put it in quotes' };
    case 'enum':
      return enumeration(type.values, value);
    case 'message':
      return { expected: 'a message', mend: 'write its fields in braces { }' };
  }
}

export function isMismatch(value: ConfigValue | Mismatch): value is Mismatch {
  return typeof value === 'object' && 'expected' in value && 'mend' in value;
}

function integer(min: bigint, max: bigint, value: PbtxtValue): ConfigValue | Mismatch {
  const mismatch = { expected: 'a whole number', mend: `write a number from ${min} to ${max}` };
  if (value.kind !== 'number' || typeof value.value !== 'bigint') return mismatch;
  if (value.value < min || value.value > max) {
    return { ...mismatch, expected: `a number from ${min} to ${max}` };
  }
  const number = Number(value.value);
  return Number.isSafeInteger(number) ? number : value.value;
}

function float(value: PbtxtValue): ConfigValue | Mismatch {
  if (value.kind === 'number') return Number(value.value);
  const named = value.kind === 'identifier' ? FLOATS[value.name.toLowerCase()] : undefined;
  return named ?? { expected: 'a number', mend: 'write a number such as 0.5' };
}

function boolean(value: PbtxtValue): ConfigValue | Mismatch {
  if (value.kind === 'number' && (value.value === 0n || value.value === 1n)) {
    return value.value === 1n;
  }
  const named = value.kind === 'identifier' ? BOOLEANS[value.name] : undefined;
  return named ?? { expected: 'true or false', mend: 'write true or false, without quotes' };
}

function enumeration(
  values: ReadonlyMap<string, number>,
  value: PbtxtValue,
): ConfigValue | Mismatch {
  const names = [...values.keys()];
  const mismatch = { expected: 'one of its names', mend: `write one of ${names.join(', ')}` };
  if (value.kind === 'number') {
    const named = names.find((name) => values.get(name) === Number(value.value));
    return named ?? mismatch;
  }
  if (value.kind !== 'identifier') return { ...mismatch, expected: 'a name without quotes' };
  if (values.has(value.name)) return value.name;
  // People leave out the prefix that all names of an enum share.
  const suffix = `_${value.name.toUpperCase()}`;
  const near = names.find((name) => name.endsWith(suffix)) ?? nearestName(value.name, names);
  return near === undefined ? mismatch : { ...mismatch, mend: `did you mean ${near}?` };
}
