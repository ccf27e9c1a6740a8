import { nearestName } from '../../../contract/nearest-name.ts';
import type { PbtxtField, PbtxtValue, Position } from '../pbtxt/pbtxt-node.ts';
import type { ConfigMessage, ConfigValue, DecodedMessage, Mistake } from './config-value.ts';
import { decodeScalar, isMismatch } from './decode-scalar.ts';
import type { FieldSchema, MessageSchema } from './message-schema.ts';

/** What is gathered on the way through a message. */
interface Decoding {
  readonly positions: Map<string, Position>;
  readonly mistakes: Mistake[];
}

/** Fields of a text → the message that a schema makes of them, with all mistakes at once. */
export function decodeMessage(
  schema: MessageSchema,
  fields: readonly PbtxtField[],
): DecodedMessage {
  const decoding: Decoding = { positions: new Map(), mistakes: [] };
  const message = decodeFields(decoding, schema, fields, '');
  return { message, ...decoding };
}

function decodeFields(
  decoding: Decoding,
  schema: MessageSchema,
  fields: readonly PbtxtField[],
  path: string,
): ConfigMessage {
  const message = new Map<string, ConfigValue>();
  const setInOneof = new Map<string, string>();
  for (const field of fields) {
    const known = schema.fields.get(field.name);
    if (!known) {
      decoding.mistakes.push(unknownField(schema, field));
      continue;
    }
    const mistake = secondTime(known, field, message, setInOneof);
    if (mistake) decoding.mistakes.push(mistake);
    else decodeField(decoding, known, field, message, path + field.name);
  }
  return Object.fromEntries(message);
}

function unknownField(schema: MessageSchema, { name, at }: PbtxtField): Mistake {
  const near = nearestName(name, [...schema.fields.keys()]);
  const mend = near === undefined ? 'remove it' : `did you mean ${near}?`;
  return { at, message: `${schema.name} has no field "${name}"`, mend };
}

/** A field that holds one value, or one value among several fields, may be set once. */
function secondTime(
  { name, cardinality, oneof }: FieldSchema,
  { at }: PbtxtField,
  message: ReadonlyMap<string, ConfigValue>,
  setInOneof: Map<string, string>,
): Mistake | undefined {
  if (cardinality === 'one' && message.has(name)) {
    return { at, message: `"${name}" is set a second time`, mend: 'keep one of the two' };
  }
  if (oneof === undefined) return undefined;
  const other = setInOneof.get(oneof);
  setInOneof.set(oneof, name);
  if (other === undefined) return undefined;
  return {
    at,
    message: `"${name}" and "${other}" exclude each other`,
    mend: 'keep one of the two',
  };
}

function decodeField(
  decoding: Decoding,
  known: FieldSchema,
  field: PbtxtField,
  message: Map<string, ConfigValue>,
  path: string,
): void {
  if (!decoding.positions.has(path)) decoding.positions.set(path, field.at);
  const before = message.get(known.name);
  const items = field.value.kind === 'list' ? field.value.items : [field.value];
  if (known.cardinality === 'many') {
    const list = (before ?? []) as readonly ConfigValue[];
    message.set(known.name, [...list, ...decodeItems(decoding, known, items, path, list.length)]);
  } else if (known.cardinality === 'map') {
    const entries = items.flatMap((item) => decodeEntry(decoding, known, item, path));
    message.set(known.name, { ...(before as ConfigMessage), ...Object.fromEntries(entries) });
  } else {
    const value = decodeOne(decoding, known, field.value, path);
    if (value !== undefined) message.set(known.name, value);
  }
}

function decodeOne(
  decoding: Decoding,
  known: FieldSchema,
  value: PbtxtValue,
  path: string,
): ConfigValue | undefined {
  if (value.kind !== 'list') return decodeValue(decoding, known, value, path);
  const message = `"${known.name}" takes one value, not a list`;
  return mistaken(decoding, value.at, message, 'drop the brackets [ ]');
}

function decodeItems(
  decoding: Decoding,
  known: FieldSchema,
  items: readonly PbtxtValue[],
  path: string,
  firstIndex: number,
): ConfigValue[] {
  return items
    .map((item, index) => decodeValue(decoding, known, item, `${path}.${firstIndex + index}`))
    .filter((value) => value !== undefined);
}

/** `{ key: …, value: … }` → one entry; what is left out is its type's empty value. */
function decodeEntry(
  decoding: Decoding,
  known: FieldSchema,
  item: PbtxtValue,
  path: string,
): [key: string, value: ConfigValue][] {
  const entry = decodeValue(decoding, known, item, `${path}[]`) as ConfigMessage | undefined;
  if (!entry || known.type.kind !== 'message') return [];
  const valueType = known.type.schema.fields.get('value')?.type.kind;
  return [[String(entry.key ?? ''), entry.value ?? (valueType === 'message' ? {} : '')]];
}

function mistaken(decoding: Decoding, at: Position, message: string, mend: string): undefined {
  decoding.mistakes.push({ at, message, mend });
  return undefined;
}

function decodeValue(
  decoding: Decoding,
  { name, type }: FieldSchema,
  value: PbtxtValue,
  path: string,
): ConfigValue | undefined {
  decoding.positions.set(path, value.at);
  if (type.kind === 'message' && value.kind === 'message') {
    return decodeFields(decoding, type.schema, value.fields, `${path}.`);
  }
  const decoded = decodeScalar(type, value);
  if (!isMismatch(decoded)) return decoded;
  const found = value.kind === 'message' ? 'a message' : shownValue(value);
  const message = `"${name}" takes ${decoded.expected}, not ${found}`;
  return mistaken(decoding, value.at, message, decoded.mend);
}

function shownValue(value: Exclude<PbtxtValue, { kind: 'message' }>): string {
  if (value.kind === 'list') return 'a list';
  if (value.kind === 'string') return JSON.stringify(value.text);
  return value.kind === 'number' ? String(value.value) : value.name;
}
