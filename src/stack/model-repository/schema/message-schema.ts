/** What a protobuf message may hold, as far as text format and JSON need to know. */
export interface MessageSchema {
  readonly name: string;
  /** By field name, in the order of the definition. */
  readonly fields: ReadonlyMap<string, FieldSchema>;
}

export interface FieldSchema {
  readonly name: string;
  readonly cardinality: 'one' | 'many' | 'map';
  /** The name of the group of which at most one field may be set. */
  readonly oneof: string | undefined;
  readonly type: FieldType;
}

export type FieldType =
  | { readonly kind: 'int'; readonly min: bigint; readonly max: bigint }
  | { readonly kind: 'float' | 'bool' | 'string' }
  | { readonly kind: 'enum'; readonly values: ReadonlyMap<string, number> }
  | { readonly kind: 'message'; readonly schema: MessageSchema };
