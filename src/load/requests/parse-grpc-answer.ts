import type { ParsedAnswer, ParsedOutput, RawContent, TypedContent } from './parsed-answer.ts';
import { readFields, readPackedVarints, type WireField } from './wire-reader.ts';

/** Field numbers of protos/grpc_service.proto. */
const RESPONSE = { modelName: 1, id: 3, outputs: 5, rawOutputContents: 6 } as const;
const OUTPUT = { name: 1, datatype: 2, shape: 3, contents: 5 } as const;
const FP32_CONTENTS = 6;
const BYTES_CONTENTS = 8;

type Announced = Omit<ParsedOutput, 'content'> & { readonly contents: WireField | undefined };

/** A ModelInferResponse: raw tensors, as Triton answers, or typed ones, as others do. */
export function parseGrpcAnswer(bytes: Buffer, start: number, end: number): ParsedAnswer | string {
  const fields = readFields(bytes, start, end);
  if (!fields) return 'the answer is no ModelInferResponse';
  const modelName = textOf(bytes, lastOf(fields, RESPONSE.modelName));
  const id = textOf(bytes, lastOf(fields, RESPONSE.id));
  const raw = delimitedOf(fields, RESPONSE.rawOutputContents);
  const announced: Announced[] = [];
  for (const field of delimitedOf(fields, RESPONSE.outputs)) {
    const output = parseOutput(bytes, field);
    if (!output) return 'an output of the answer cannot be read';
    announced.push(output);
  }
  if (raw.length > 0 && raw.length !== announced.length) {
    return `${raw.length} raw tensors for ${announced.length} outputs`;
  }
  const outputs: ParsedOutput[] = [];
  for (const [index, { contents, ...output }] of announced.entries()) {
    const content = contentOf(bytes, raw[index], contents);
    if (!content) return `output "${output.name}" has no readable contents`;
    outputs.push({ ...output, content });
  }
  return { modelName, id, outputs };
}

function parseOutput(bytes: Buffer, { start, end }: WireField): Announced | undefined {
  const fields = readFields(bytes, start, end);
  const shape = fields && shapeOf(bytes, fields);
  if (!shape) return undefined;
  return {
    name: textOf(bytes, lastOf(fields, OUTPUT.name)),
    datatype: textOf(bytes, lastOf(fields, OUTPUT.datatype)),
    shape,
    contents: lastOf(fields, OUTPUT.contents),
  };
}

/** repeated int64: packed, one by one, or a mixture; undefined when it is something else. */
function shapeOf(bytes: Buffer, fields: readonly WireField[]): number[] | undefined {
  const shape: number[] = [];
  for (const { number, kind, start, end, value } of fields) {
    if (number !== OUTPUT.shape) continue;
    const sizes = kind === 'varint' ? [value] : readPackedVarints(bytes, start, end);
    if (!sizes || kind.startsWith('fixed')) return undefined;
    for (const size of sizes) shape.push(size);
  }
  return shape;
}

function contentOf(
  bytes: Buffer,
  raw: WireField | undefined,
  contents: WireField | undefined,
): RawContent | TypedContent | undefined {
  if (raw) return { kind: 'raw', start: raw.start, end: raw.end };
  if (!contents) return { kind: 'typed', values: [] };
  const fields = readFields(bytes, contents.start, contents.end);
  if (!fields) return undefined;
  const [only] = fields;
  if (fields.length === 1 && only?.number === FP32_CONTENTS && only.kind === 'delimited') {
    // Packed floats are the bytes of a raw tensor.
    return { kind: 'raw', start: only.start, end: only.end };
  }
  const values: unknown[] = [];
  for (const field of fields) {
    const read = valuesOf(bytes, field);
    if (!read) return undefined;
    for (const value of read) values.push(value);
  }
  return { kind: 'typed', values };
}

function valuesOf(bytes: Buffer, field: WireField): readonly unknown[] | undefined {
  const { number, kind, start, end, value } = field;
  if (kind === 'varint') return [value];
  if (kind === 'fixed32') return [bytes.readFloatLE(start)];
  if (kind === 'fixed64') return [bytes.readDoubleLE(start)];
  if (number === BYTES_CONTENTS) return [bytes.toString('latin1', start, end)];
  if (number < FP32_CONTENTS) return readPackedVarints(bytes, start, end);
  const width = number === FP32_CONTENTS ? 4 : 8;
  if ((end - start) % width !== 0) return undefined;
  return Array.from({ length: (end - start) / width }, (_, index) =>
    width === 4 ? bytes.readFloatLE(start + index * 4) : bytes.readDoubleLE(start + index * 8),
  );
}

function delimitedOf(fields: readonly WireField[], number: number): WireField[] {
  return fields.filter((field) => field.number === number && field.kind === 'delimited');
}

function lastOf(fields: readonly WireField[], number: number): WireField | undefined {
  return delimitedOf(fields, number).at(-1);
}

function textOf(bytes: Buffer, field: WireField | undefined): string {
  return field ? bytes.toString('utf8', field.start, field.end) : '';
}
