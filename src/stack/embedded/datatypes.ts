/** The types that a tensor on KServe's wire can have and ONNX Runtime's wasm build can take. */
export interface Datatype {
  /** As KServe writes it. */
  readonly name: string;
  /** As config.pbtxt writes it. */
  readonly configName: string;
  /** Bytes per element; 0: elements carry their own length. */
  readonly byteSize: number;
  /** As ONNX Runtime writes it. */
  readonly ortType: OrtType;
}

export type OrtType = keyof typeof TYPED_ARRAYS | 'string';

/** ONNX Runtime takes halves as their bits. */
export const TYPED_ARRAYS = {
  bool: Uint8Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  float16: Uint16Array,
  float32: Float32Array,
  float64: Float64Array,
} as const;

const DATATYPES: readonly Datatype[] = [
  { name: 'BOOL', configName: 'TYPE_BOOL', byteSize: 1, ortType: 'bool' },
  { name: 'UINT8', configName: 'TYPE_UINT8', byteSize: 1, ortType: 'uint8' },
  { name: 'UINT16', configName: 'TYPE_UINT16', byteSize: 2, ortType: 'uint16' },
  { name: 'UINT32', configName: 'TYPE_UINT32', byteSize: 4, ortType: 'uint32' },
  { name: 'UINT64', configName: 'TYPE_UINT64', byteSize: 8, ortType: 'uint64' },
  { name: 'INT8', configName: 'TYPE_INT8', byteSize: 1, ortType: 'int8' },
  { name: 'INT16', configName: 'TYPE_INT16', byteSize: 2, ortType: 'int16' },
  { name: 'INT32', configName: 'TYPE_INT32', byteSize: 4, ortType: 'int32' },
  { name: 'INT64', configName: 'TYPE_INT64', byteSize: 8, ortType: 'int64' },
  { name: 'FP16', configName: 'TYPE_FP16', byteSize: 2, ortType: 'float16' },
  { name: 'FP32', configName: 'TYPE_FP32', byteSize: 4, ortType: 'float32' },
  { name: 'FP64', configName: 'TYPE_FP64', byteSize: 8, ortType: 'float64' },
  { name: 'BYTES', configName: 'TYPE_STRING', byteSize: 0, ortType: 'string' },
];

const BY_NAME = new Map(DATATYPES.map((datatype) => [datatype.name, datatype]));
const BY_CONFIG_NAME = new Map(DATATYPES.map((datatype) => [datatype.configName, datatype]));

/** BF16 is a type to Triton, and nothing that can be computed with here. */
const KNOWN_ONLY: readonly string[] = ['BF16'];

/** undefined: no model here can have it. */
export function datatypeNamed(name: string): Datatype | undefined {
  return BY_NAME.get(name);
}

export function isDatatypeName(name: string): boolean {
  return BY_NAME.has(name) || KNOWN_ONLY.includes(name);
}

export function datatypeConfigured(configName: string): Datatype | undefined {
  return BY_CONFIG_NAME.get(configName);
}
