import type { ParsedAnswer, ParsedOutput } from './parsed-answer.ts';
import type { ExpectedAnswer } from './shared-requests.ts';
import { elementBytes, isDatatype } from './tensor-codec.ts';

type Expected = ExpectedAnswer['outputs'][number];

/** What is wrong with an answer: it contradicts itself, or it is another one than promised. */
export interface Fault {
  readonly kind: 'malformed-answer' | 'wrong-answer';
  readonly detail: string;
}

/**
 * Compares model, id (where the answer has one; '': none was sent), outputs, datatypes, shapes and sizes with what the model promised; values are not
 * looked at. Returns the first fault, or the outputs in the order in which they are expected.
 */
export function verifyAnswer(
  answer: ParsedAnswer,
  expected: ExpectedAnswer,
  bytes: Buffer,
  id: string,
): Fault | readonly ParsedOutput[] {
  if (answer.modelName !== expected.modelName) {
    return wrong(`model "${answer.modelName}" answered, asked was "${expected.modelName}"`);
  }
  if (id !== '' && answer.id !== '' && answer.id !== id) {
    return wrong(`the answer to request "${answer.id}" came for request "${id}"`);
  }
  const ordered: ParsedOutput[] = [];
  for (const wanted of expected.outputs) {
    const output = answer.outputs.find(({ name }) => name === wanted.name);
    if (!output) return wrong(`output "${wanted.name}" is missing`);
    const fault = outputFault(output, wanted, bytes);
    if (fault) return fault;
    ordered.push(output);
  }
  if (answer.outputs.length === ordered.length) return ordered;
  return wrong(`${answer.outputs.length} outputs, asked were ${ordered.length}`);
}

function outputFault(output: ParsedOutput, wanted: Expected, bytes: Buffer): Fault | undefined {
  const { name, datatype, shape } = output;
  if (datatype !== wanted.datatype) {
    return wrong(`output "${name}" is ${datatype}, not ${wanted.datatype}`);
  }
  const fits =
    shape.length === wanted.shape.length &&
    wanted.shape.every((size, axis) => size < 0 || size === shape[axis]);
  if (!fits) return wrong(`output "${name}" is [${shape}], not [${wanted.shape}]`);
  const elements = shape.reduce((product, size) => product * size, 1);
  const got = elementsOf(output, bytes);
  if (got === elements) return undefined;
  const detail = `output "${name}" of shape [${shape}] holds ${got ?? 'broken'} elements`;
  return { kind: 'malformed-answer', detail };
}

/** Elements that the content really holds; undefined when its bytes do not come out even. */
function elementsOf({ datatype, content }: ParsedOutput, bytes: Buffer): number | undefined {
  if (content.kind === 'typed') return content.values.length;
  const { start, end } = content;
  const size = isDatatype(datatype) ? elementBytes(datatype) : null;
  if (size !== null) return (end - start) / size;
  let count = 0;
  let at = start;
  for (; at + 4 <= end; count += 1) at += 4 + bytes.readUInt32LE(at);
  return at === end ? count : undefined;
}

function wrong(detail: string): Fault {
  return { kind: 'wrong-answer', detail };
}
