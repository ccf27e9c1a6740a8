import type { ParsedAnswer, ParsedOutput } from './parsed-answer.ts';

interface Json {
  readonly [key: string]: unknown;
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;
const isSize = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0;

/** A KServe v2 JSON answer, its tensors inside or, with the binary extension, behind it in order. */
export function parseHttpAnswer(
  bytes: Buffer,
  start: number,
  end: number,
  jsonBytes: number,
): ParsedAnswer | string {
  const jsonEnd = jsonBytes < 0 ? end : start + jsonBytes;
  if (jsonEnd > end) return `a JSON header of ${jsonBytes} bytes in a body of ${end - start}`;
  const json = parseJson(bytes.toString('utf8', start, jsonEnd));
  if (!isObject(json)) return 'the body is no JSON object';
  const { model_name: modelName, outputs: entries } = json;
  if (typeof modelName !== 'string') return 'the answer names no model';
  if (!Array.isArray(entries)) return 'the answer has no outputs';
  const outputs: ParsedOutput[] = [];
  let at = jsonEnd;
  for (const entry of entries) {
    const output = parseOutput(entry, at);
    if (typeof output === 'string') return output;
    if (output.content.kind === 'raw') at = output.content.end;
    outputs.push(output);
  }
  if (at !== end) return `${end - jsonEnd} bytes of tensors, announced were ${at - jsonEnd}`;
  const id = typeof json.id === 'string' ? json.id : '';
  return { modelName, id, outputs };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function parseOutput(entry: unknown, at: number): ParsedOutput | string {
  if (!isObject(entry)) return 'an output is no JSON object';
  const { name, datatype, shape, data, parameters } = entry;
  if (typeof name !== 'string') return 'an output has no name';
  if (typeof datatype !== 'string') return `output "${name}" has no datatype`;
  if (!Array.isArray(shape) || !shape.every(isSize)) return `output "${name}" has no shape`;
  const size = isObject(parameters) ? parameters.binary_data_size : undefined;
  if (isSize(size)) {
    return { name, datatype, shape, content: { kind: 'raw', start: at, end: at + size } };
  }
  if (!Array.isArray(data)) return `output "${name}" has no data`;
  // Row-major values may come nested; never deeper than there are dimensions.
  const values = data.flat(Math.max(0, Math.min(shape.length, 32) - 1));
  return { name, datatype, shape, content: { kind: 'typed', values } };
}
