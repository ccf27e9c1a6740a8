import { wireFields } from '../wire-fields.ts';

/** What a model file says of itself, without its weights. */
export interface OnnxHeader {
  readonly irVersion: number;
  /** Operator set versions by domain; '' is ONNX' own. */
  readonly opsets: ReadonlyMap<string, number>;
  readonly producer: string;
  /** What a request has to bring: graph inputs that have no initial value in the file. */
  readonly inputs: readonly OnnxTensor[];
  readonly outputs: readonly OnnxTensor[];
}

export interface OnnxTensor {
  readonly name: string;
  /** As config.pbtxt writes it (TYPE_FP32); undefined: a type that Triton has no tensors of. */
  readonly dataType: string | undefined;
  /** -1 is a dimension of any size; undefined: even the number of dimensions is open. */
  readonly dims: readonly number[] | undefined;
}

/** TensorProto.DataType → config.pbtxt. */
const DATA_TYPES: Readonly<Record<number, string>> = {
  1: 'TYPE_FP32',
  2: 'TYPE_UINT8',
  3: 'TYPE_INT8',
  4: 'TYPE_UINT16',
  5: 'TYPE_INT16',
  6: 'TYPE_INT32',
  7: 'TYPE_INT64',
  8: 'TYPE_STRING',
  9: 'TYPE_BOOL',
  10: 'TYPE_FP16',
  11: 'TYPE_FP64',
  12: 'TYPE_UINT32',
  13: 'TYPE_UINT64',
  16: 'TYPE_BF16',
};

/**
 * ModelProto: ir_version 1, producer_name 2, graph 7, opset_import 8. Throws an Error when the bytes are no
 * ONNX model. Field numbers: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */
export function readOnnxHeader(bytes: Uint8Array): OnnxHeader {
  let irVersion = 0;
  let producer = '';
  let graph: Uint8Array | undefined;
  const opsets = new Map<string, number>();
  for (const field of wireFields(bytes)) {
    if (field.number === 1) irVersion = Number(field.value);
    if (field.number === 2) producer = text(field.bytes);
    if (field.number === 7) graph = field.bytes;
    if (field.number === 8) opsets.set(...readOpset(field.bytes));
  }
  if (!graph || irVersion === 0) throw new Error('no graph or no IR version in it');
  return { irVersion, opsets, producer, ...readGraph(graph) };
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

/** OperatorSetIdProto: domain 1, version 2. */
function readOpset(bytes: Uint8Array): [domain: string, version: number] {
  let domain = '';
  let version = 0;
  for (const field of wireFields(bytes)) {
    if (field.number === 1) domain = text(field.bytes);
    if (field.number === 2) version = Number(field.value);
  }
  return [domain === 'ai.onnx' ? '' : domain, version];
}

/** GraphProto: initializer 5 (TensorProto, its name is 8), input 11, output 12. */
function readGraph(graph: Uint8Array): Pick<OnnxHeader, 'inputs' | 'outputs'> {
  const inputs: OnnxTensor[] = [];
  const outputs: OnnxTensor[] = [];
  const initialized = new Set<string>();
  for (const field of wireFields(graph)) {
    if (field.number === 5) initialized.add(text(fieldIn(field.bytes, 8)));
    if (field.number === 11) inputs.push(readValueInfo(field.bytes));
    if (field.number === 12) outputs.push(readValueInfo(field.bytes));
  }
  return { inputs: inputs.filter(({ name }) => !initialized.has(name)), outputs };
}

const NOTHING = new Uint8Array(0);

/** The last length-delimited field of that number: what protobuf readers keep. */
function fieldIn(bytes: Uint8Array, number: number): Uint8Array {
  let found: Uint8Array = NOTHING;
  for (const field of wireFields(bytes)) if (field.number === number) found = field.bytes;
  return found;
}

/** ValueInfoProto: name 1, type 2 {tensor_type 1 {elem_type 1, shape 2 {dim 1}}}. */
function readValueInfo(bytes: Uint8Array): OnnxTensor {
  const name = text(fieldIn(bytes, 1));
  let dataType: string | undefined;
  let dims: number[] | undefined;
  for (const field of wireFields(fieldIn(fieldIn(bytes, 2), 1))) {
    if (field.number === 1) dataType = DATA_TYPES[Number(field.value)];
    if (field.number === 2) dims = readShape(field.bytes);
  }
  return { name, dataType, dims };
}

/** TensorShapeProto: dim 1 {dim_value 1, dim_param 2}. */
function readShape(shape: Uint8Array): number[] {
  const dims: number[] = [];
  for (const field of wireFields(shape)) {
    if (field.number !== 1) continue;
    const value = [...wireFields(field.bytes)].find(({ number }) => number === 1)?.value;
    dims.push(value === undefined ? -1 : Math.max(-1, Number(BigInt.asIntN(64, value))));
  }
  return dims;
}
