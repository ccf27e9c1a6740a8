import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelSignature } from '../model-signature.ts';
import { type Datatype, elementBytes, encodeTensor } from '../tensor-codec.ts';
import { badInputData } from './bad-input-data.ts';
import type { EntryTensor, InputEntry } from './input-entry.ts';

interface Tensor {
  readonly name: string;
  readonly datatype: Datatype;
  /** Of one inference; undefined where the model leaves a size open. */
  readonly elements: number | undefined;
}

/**
 * The inferences in a folder with a file for each input, named like it: raw little-endian values one
 * inference after the other, or for BYTES a line of text for each element. Files named like outputs
 * say what must come back.
 */
export function readFolderEntries(folder: string, signature: ModelSignature): InputEntry[] {
  const names = listFolder(folder);
  const outputs = signature.outputs.map(({ name, datatype, shape }) => {
    const isOpen = shape.some((size) => size < 0);
    const elements = shape.reduce((product, size) => product * size, 1) / signature.batchSize;
    return { name, datatype, elements: isOpen ? undefined : elements };
  });
  // A server chooses its tensors' names: only what lies in the folder itself is ever read.
  const read = (tensor: Tensor) =>
    names.includes(tensor.name) ? splitFile(join(folder, tensor.name), tensor) : undefined;
  const found = new Map<string, readonly EntryTensor[]>();
  for (const tensor of [...signature.inputs, ...outputs]) {
    const inferences = read(tensor);
    if (inferences) found.set(tensor.name, inferences);
  }
  const count = countIn(folder, found, signature);
  return Array.from({ length: count }, (_, index) => ({
    origin: `inference ${index} of ${folder}`,
    inputs: pick(signature.inputs, found, index),
    outputs: pick(outputs, found, index),
  }));
}

function listFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    const reason = (error as Error).message;
    throw badInputData(`cannot read ${folder}: ${reason}`, 'may you read it?', error);
  }
}

function splitFile(path: string, { datatype, elements }: Tensor): EntryTensor[] {
  if (elements === undefined) {
    throw badInputData(`${path} is of an output whose size the model leaves open`, 'leave it out');
  }
  const content = readFileSync(path);
  return datatype === 'BYTES'
    ? splitLines(path, content, elements)
    : splitBytes(path, content, elements * (elementBytes(datatype) ?? 1));
}

function splitBytes(path: string, content: Uint8Array, unit: number): EntryTensor[] {
  if (content.byteLength === 0 || content.byteLength % Math.max(1, unit) !== 0) {
    const message = `${path} has ${content.byteLength} bytes, and one inference takes ${unit}`;
    throw badInputData(message, 'give whole inferences, without the batch dimension');
  }
  return Array.from({ length: content.byteLength / unit }, (_, index) => ({
    bytes: content.subarray(index * unit, (index + 1) * unit),
    shape: undefined,
  }));
}

function splitLines(path: string, content: Buffer, unit: number): EntryTensor[] {
  const lines = content
    .toString('utf8')
    .replace(/\r?\n$/, '')
    .split(/\r?\n/);
  if (lines.length % Math.max(1, unit) !== 0) {
    const message = `${path} has ${lines.length} lines, and one inference takes ${unit}`;
    throw badInputData(message, 'give a line for each element');
  }
  return Array.from({ length: lines.length / unit }, (_, index) => {
    const elements = lines.slice(index * unit, (index + 1) * unit);
    const bytes = encodeTensor(
      'BYTES',
      elements.map((line) => Buffer.from(line)),
    );
    return { bytes, shape: undefined };
  });
}

/** How many inferences there are: the same number in every file. */
function countIn(
  folder: string,
  found: ReadonlyMap<string, readonly EntryTensor[]>,
  { inputs }: ModelSignature,
): number {
  const missing = inputs.find(({ name }) => !found.has(name));
  if (missing) {
    throw badInputData(`${folder} has no file "${missing.name}"`, 'every input needs a file');
  }
  const counts = [...found].map(([name, inferences]) => `${name}: ${inferences.length}`);
  const numbers = new Set([...found.values()].map(({ length }) => length));
  if (numbers.size <= 1) return [...numbers][0] ?? 0;
  throw badInputData(
    `the files of ${folder} hold different numbers of inferences: ${counts.join(', ')}`,
    'give each the same number',
  );
}

function pick(
  tensors: readonly { readonly name: string }[],
  found: ReadonlyMap<string, readonly EntryTensor[]>,
  index: number,
): Map<string, EntryTensor> {
  const picked = new Map<string, EntryTensor>();
  for (const { name } of tensors) {
    const tensor = found.get(name)?.[index];
    if (tensor) picked.set(name, tensor);
  }
  return picked;
}
