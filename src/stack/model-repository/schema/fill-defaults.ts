import type { ConfigMessage, ConfigValue } from './config-value.ts';
import type { FieldSchema, FieldType, MessageSchema } from './message-schema.ts';

/**
 * The message as protobuf's JSON prints it with all scalars shown: unset scalars, lists and maps are
 * there with their defaults, unset messages and members of a oneof are not. Fields in schema order.
 */
export function fillDefaults(schema: MessageSchema, message: ConfigMessage): ConfigMessage {
  const filled = new Map<string, ConfigValue>();
  for (const field of schema.fields.values()) {
    const value = message[field.name] ?? defaultOf(field);
    if (value !== undefined) filled.set(field.name, fillValue(field, value));
  }
  return Object.fromEntries(filled);
}

function defaultOf({ cardinality, oneof, type }: FieldSchema): ConfigValue | undefined {
  if (cardinality === 'many') return [];
  if (cardinality === 'map') return {};
  return oneof === undefined ? scalarDefault(type) : undefined;
}

function scalarDefault(type: FieldType): ConfigValue | undefined {
  switch (type.kind) {
    case 'int':
    case 'float':
      return 0;
    case 'bool':
      return false;
    case 'string':
      return '';
    case 'enum':
      return [...type.values].find(([, number]) => number === 0)?.[0];
    case 'message':
      return undefined;
  }
}

function fillValue({ cardinality, type }: FieldSchema, value: ConfigValue): ConfigValue {
  if (type.kind !== 'message') return value;
  if (cardinality === 'many') {
    return (value as readonly ConfigMessage[]).map((item) => fillDefaults(type.schema, item));
  }
  if (cardinality === 'one') return fillDefaults(type.schema, value as ConfigMessage);
  const entryType = type.schema.fields.get('value')?.type;
  if (entryType?.kind !== 'message') return value;
  const entries = Object.entries(value as ConfigMessage).map(([key, entry]) => [
    key,
    fillDefaults(entryType.schema, entry as ConfigMessage),
  ]);
  return Object.fromEntries(entries);
}
