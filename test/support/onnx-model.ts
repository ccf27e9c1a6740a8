/** Writes small ONNX models, so that tests need no binary files that nobody can read. */

/** TensorProto.DataType */
export const ONNX_TYPE = { fp32: 1, uint8: 2, int32: 6, int64: 7, string: 8, bool: 9, fp16: 10 };

export interface ModelTensor {
  readonly name: string;
  readonly type: number;
  /** A text is a dimension of any size. */
  readonly dims: readonly (number | string)[];
}

export interface ModelNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

export interface OnnxModel {
  readonly inputs: readonly ModelTensor[];
  readonly outputs: readonly ModelTensor[];
  readonly nodes: readonly ModelNode[];
  /** Constants: FP32 values by name. */
  readonly initializers?: Readonly<
    Record<string, { readonly dims: readonly number[]; readonly values: readonly number[] }>
  >;
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 0x7f) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return Buffer.from([...bytes, rest]);
}

const number = (field: number, value: number) => Buffer.concat([varint(field * 8), varint(value)]);
const bytes = (field: number, value: Uint8Array) =>
  Buffer.concat([varint(field * 8 + 2), varint(value.length), value]);
const text = (field: number, value: string) => bytes(field, Buffer.from(value));
const message = (field: number, ...parts: Buffer[]) => bytes(field, Buffer.concat(parts));

function valueInfo(field: number, { name, type, dims }: ModelTensor): Buffer {
  const shape = dims.map((dim) =>
    message(1, typeof dim === 'number' ? number(1, dim) : text(2, dim)),
  );
  return message(
    field,
    text(1, name),
    message(2, message(1, number(1, type), message(2, ...shape))),
  );
}

/** The file's bytes: IR version 8, operator set 13, unless told otherwise. */
export function onnxModel(
  { inputs, outputs, nodes, initializers = {} }: OnnxModel,
  { irVersion = 8, opset = 13 } = {},
): Buffer {
  const graph = [
    ...nodes.map((node) =>
      message(
        1,
        ...node.inputs.map((name) => text(1, name)),
        ...node.outputs.map((name) => text(2, name)),
        text(4, node.op),
      ),
    ),
    text(2, 'graph'),
    ...Object.entries(initializers).map(([name, { dims, values }]) =>
      message(
        5,
        ...dims.map((dim) => number(1, dim)),
        number(2, ONNX_TYPE.fp32),
        text(8, name),
        bytes(9, new Uint8Array(new Float32Array(values).buffer)),
      ),
    ),
    ...inputs.map((tensor) => valueInfo(11, tensor)),
    ...outputs.map((tensor) => valueInfo(12, tensor)),
  ];
  return Buffer.concat([
    number(1, irVersion),
    text(2, 'test'),
    message(7, ...graph),
    message(8, text(1, ''), number(2, opset)),
  ]);
}
