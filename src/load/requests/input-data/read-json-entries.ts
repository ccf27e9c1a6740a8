import { readFileSync } from 'node:fs';
import type { ModelMetadata, TensorMetadata } from '../../../contract/measurements.ts';
import { nearestName } from '../../../contract/nearest-name.ts';
import { isDatatype } from '../tensor-codec.ts';
import { badInputData } from './bad-input-data.ts';
import type { EntryTensor, InputEntry } from './input-entry.ts';
import { jsonTensor } from './json-tensor.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * The entries of a data file as perf_analyzer reads it: {"data": [{input: values}, …]} and, entry by
 * entry, "validation_data" with what must come back. Streams (lists in the list) are read one after
 * the other: they matter to sequences alone.
 */
export function readJsonEntries(path: string, metadata: ModelMetadata): InputEntry[] {
  const { data, validation_data: validation } = parseFile(path);
  const entries = entriesIn(data, path, 'data');
  const expected = validation === undefined ? [] : entriesIn(validation, path, 'validation_data');
  if (validation !== undefined && expected.length !== entries.length) {
    throw badInputData(
      `${path} has ${entries.length} entries of "data" and ${expected.length} of "validation_data"`,
      'each entry needs its own',
    );
  }
  return entries.map((entry, index) => {
    const origin = `entry ${index} of ${path}`;
    return {
      origin,
      inputs: tensorsOf(entry, metadata.inputs, origin),
      outputs: tensorsOf(expected[index] ?? {}, metadata.outputs, `validation of ${origin}`),
    };
  });
}

function parseFile(path: string): Json {
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const reason = (error as Error).message;
    throw badInputData(`cannot read ${path}: ${reason}`, 'is it a JSON file?', error);
  }
  if (isObject(parsed) && Array.isArray(parsed.data)) return parsed;
  throw badInputData(`${path} has no list "data"`, 'write {"data": [{"input": [1, 2]}]}');
}

function entriesIn(list: unknown, path: string, name: string): Json[] {
  const entries = Array.isArray(list) ? list.flat(1) : [];
  if (entries.length > 0 && entries.every(isObject)) return entries;
  throw badInputData(`"${name}" of ${path} holds no entries`, 'write [{"input": [1, 2]}]');
}

function tensorsOf(
  entry: Json,
  tensors: readonly TensorMetadata[],
  origin: string,
): Map<string, EntryTensor> {
  const found = new Map<string, EntryTensor>();
  for (const [name, value] of Object.entries(entry)) {
    const tensor = tensors.find((candidate) => candidate.name === name);
    if (!tensor || !isDatatype(tensor.datatype)) throw unknownTensor(name, tensors, origin);
    found.set(name, jsonTensor(value, tensor.datatype, `"${name}" in ${origin}`));
  }
  return found;
}

function unknownTensor(name: string, tensors: readonly TensorMetadata[], origin: string) {
  const names = tensors.map((tensor) => tensor.name);
  const nearest = nearestName(name, names);
  const meant = nearest === undefined ? '' : `did you mean "${nearest}"? `;
  return badInputData(
    `${origin} has "${name}", which the model does not`,
    `${meant}the model has ${names.join(', ')}`,
  );
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
