import type { FieldSchema, FieldType, MessageSchema } from './message-schema.ts';
import type { FieldDescriptor, MessageDescriptor } from './read-descriptor.ts';

const integer = (bits: number, signed: boolean): FieldType => {
  const span = 1n << BigInt(bits);
  return signed
    ? { kind: 'int', min: -span / 2n, max: span / 2n - 1n }
    : { kind: 'int', min: 0n, max: span - 1n };
};

/** FieldDescriptorProto.Type → type; messages (11) and enums (14) are looked up by name. */
const SCALAR_TYPES: Readonly<Record<number, FieldType>> = {
  1: { kind: 'float' },
  2: { kind: 'float' },
  3: integer(64, true),
  4: integer(64, false),
  5: integer(32, true),
  8: { kind: 'bool' },
  9: { kind: 'string' },
  13: integer(32, false),
};

/** The definitions that can be seen from a place, innermost first. */
type Scope = readonly MessageDescriptor[];

/** One message of a file, with all that it refers to. Throws when the file does not define it. */
export function buildSchema(file: MessageDescriptor, messageName: string): MessageSchema {
  const built = new Map<MessageDescriptor, MessageSchema>();

  function schemaOf(message: MessageDescriptor, scope: Scope): MessageSchema {
    const known = built.get(message);
    if (known) return known;
    const fields = new Map<string, FieldSchema>();
    const schema = { name: message.name, fields };
    built.set(message, schema);
    for (const field of message.fields) {
      fields.set(field.name, fieldSchema(field, message, [message, ...scope]));
    }
    return schema;
  }

  function fieldSchema(field: FieldDescriptor, owner: MessageDescriptor, scope: Scope) {
    const type = typeOf(field, scope);
    const isMap = field.repeated && mapEntry(field, scope) !== undefined;
    const cardinality: FieldSchema['cardinality'] = isMap ? 'map' : field.repeated ? 'many' : 'one';
    const oneof = field.oneofIndex === undefined ? undefined : owner.oneofs[field.oneofIndex];
    return { name: field.name, cardinality, oneof, type };
  }

  function typeOf(field: FieldDescriptor, scope: Scope): FieldType {
    const scalar = SCALAR_TYPES[field.type];
    if (scalar) return scalar;
    for (const [index, place] of scope.entries()) {
      const message = place.messages.find(({ name }) => isNamed(field, name));
      if (message) return { kind: 'message', schema: schemaOf(message, scope.slice(index)) };
      const found = place.enums.find(({ name }) => isNamed(field, name));
      if (found) return { kind: 'enum', values: found.values };
    }
    throw new Error(`${field.name} is of unknown type ${field.typeName || field.type}`);
  }

  const message = file.messages.find(({ name }) => name === messageName);
  if (!message) throw new Error(`no message ${messageName}`);
  return schemaOf(message, [file]);
}

function isNamed(field: FieldDescriptor, name: string): boolean {
  return field.typeName.split('.').at(-1) === name;
}

function mapEntry(field: FieldDescriptor, scope: Scope): MessageDescriptor | undefined {
  return scope[0]?.messages.find((message) => message.isMapEntry && isNamed(field, message.name));
}
