import { wireFields } from '../wire-fields.ts';

/** google/protobuf/descriptor.proto, cut down to what a schema is made of. */
export interface MessageDescriptor {
  readonly name: string;
  readonly fields: readonly FieldDescriptor[];
  readonly messages: readonly MessageDescriptor[];
  readonly enums: readonly EnumDescriptor[];
  readonly oneofs: readonly string[];
  readonly isMapEntry: boolean;
}

export interface FieldDescriptor {
  readonly name: string;
  /** FieldDescriptorProto.Type: 5 is int32, 11 is a message, … */
  readonly type: number;
  readonly typeName: string;
  readonly repeated: boolean;
  readonly oneofIndex: number | undefined;
}

export interface EnumDescriptor {
  readonly name: string;
  readonly values: ReadonlyMap<string, number>;
}

const LABEL_REPEATED = 3;
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8');

/** FileDescriptorProto → its messages and enums, as if they stood in one nameless message. */
export function readFileDescriptor(bytes: Uint8Array): MessageDescriptor {
  return readMessage(bytes, { messages: 4, enums: 5 });
}

/** DescriptorProto: name 1, field 2, nested_type 3, enum_type 4, options 7, oneof_decl 8. */
function readMessage(
  bytes: Uint8Array,
  numbers: { readonly messages: number; readonly enums: number } = { messages: 3, enums: 4 },
): MessageDescriptor {
  const isFile = numbers.messages !== 3;
  const all = [...wireFields(bytes)];
  const those = (number: number) => all.filter((field) => field.number === number);
  const inMessage = (number: number) => (isFile ? [] : those(number));
  return {
    name: those(1).map((field) => text(field.bytes))[0] ?? '',
    fields: inMessage(2).map((field) => readField(field.bytes)),
    messages: those(numbers.messages).map((field) => readMessage(field.bytes)),
    enums: those(numbers.enums).map((field) => readEnum(field.bytes)),
    oneofs: inMessage(8).map((field) => text(nameIn(field.bytes))),
    isMapEntry: inMessage(7).some((field) => isMapEntry(field.bytes)),
  };
}

function nameIn(bytes: Uint8Array): Uint8Array {
  return [...wireFields(bytes)].find((field) => field.number === 1)?.bytes ?? new Uint8Array(0);
}

/** MessageOptions: map_entry 7. */
function isMapEntry(options: Uint8Array): boolean {
  return [...wireFields(options)].some((field) => field.number === 7 && field.value === 1n);
}

/** FieldDescriptorProto: name 1, label 4, type 5, type_name 6, oneof_index 9. */
function readField(bytes: Uint8Array): FieldDescriptor {
  const byNumber = new Map([...wireFields(bytes)].map((field) => [field.number, field]));
  const oneof = byNumber.get(9);
  return {
    name: text(nameIn(bytes)),
    type: Number(byNumber.get(5)?.value ?? 0n),
    typeName: text(byNumber.get(6)?.bytes ?? new Uint8Array(0)),
    repeated: byNumber.get(4)?.value === BigInt(LABEL_REPEATED),
    oneofIndex: oneof && Number(oneof.value),
  };
}

/** EnumDescriptorProto: name 1, value 2 {name 1, number 2}. */
function readEnum(bytes: Uint8Array): EnumDescriptor {
  const values = new Map<string, number>();
  for (const field of wireFields(bytes)) {
    if (field.number !== 2) continue;
    const number = [...wireFields(field.bytes)].find((inner) => inner.number === 2)?.value ?? 0n;
    values.set(text(nameIn(field.bytes)), Number(number));
  }
  return { name: text(nameIn(bytes)), values };
}
