import { statSync } from 'node:fs';
import type { ModelConfig, ModelMetadata } from '../../contract/measurements.ts';
import type { RunConfig } from '../../contract/run-config.ts';
import { parseShapes } from '../../contract/tensor-shapes.ts';
import { readDigits } from './digits.ts';
import { createDigitsSource, takesDigits } from './digits-source.ts';
import { badInputData } from './input-data/bad-input-data.ts';
import { createEntriesSource } from './input-data/entries-source.ts';
import type { InputEntry } from './input-data/input-entry.ts';
import { readFolderEntries } from './input-data/read-folder-entries.ts';
import { readJsonEntries } from './input-data/read-json-entries.ts';
import { type ModelSignature, modelSignature } from './model-signature.ts';
import type { PayloadSource } from './payload-source.ts';
import { createRandomSource } from './random-source.ts';
import { createZeroSource } from './zero-source.ts';

export type PayloadChoices = Pick<
  RunConfig,
  'batchSize' | 'modelVersion' | 'inputData' | 'shape'
> & { readonly seed: number };

export interface InspectedTensors {
  readonly metadata: ModelMetadata;
  readonly config: ModelConfig;
}

/** What a request looks like, and where its values come from. Raises what is wrong as a BenchError. */
export function choosePayload(
  model: InspectedTensors,
  choices: PayloadChoices,
): { signature: ModelSignature; source: PayloadSource } {
  const { inputData } = choices;
  const make = MADE.get(inputData);
  if (!make) return payloadFrom(inputData, model, choices);
  const signature = signatureFor(model, choices);
  return { signature, source: make(signature, choices.seed) };
}

type MakeSource = (signature: ModelSignature, seed: number) => PayloadSource;

/** Values that are made, by the word that asks for them; any other word is a path. */
const MADE: ReadonlyMap<string, MakeSource> = new Map<string, MakeSource>([
  ['auto', createAutoSource],
  ['random', createRandomSource],
  ['zero', createZeroSource],
]);

function createAutoSource(signature: ModelSignature, seed: number): PayloadSource {
  return takesDigits(signature)
    ? createDigitsSource(signature, readDigits(), seed)
    : createRandomSource(signature, seed);
}

function payloadFrom(path: string, model: InspectedTensors, choices: PayloadChoices) {
  const entries = isFolder(path)
    ? readFolderEntries(path, signatureFor(model, choices))
    : readJsonEntries(path, model.metadata);
  const signatureOf = (entry: InputEntry) => signatureFor(model, choices, entry);
  const source = createEntriesSource(path, entries, signatureOf);
  return { signature: source.signatureOf?.(0) ?? signatureFor(model, choices), source };
}

/** With the shapes of an entry before those of `--shape`. */
function signatureFor(
  { metadata, config }: InspectedTensors,
  { batchSize, modelVersion, shape }: PayloadChoices,
  entry?: InputEntry,
): ModelSignature {
  const shapes = { ...givenShapes(shape) };
  for (const [name, tensor] of entry?.inputs ?? []) {
    if (tensor.shape) shapes[name] = tensor.shape;
  }
  return modelSignature(metadata, config, { batchSize, modelVersion, shapes });
}

function givenShapes(words: readonly string[]) {
  const shapes = parseShapes(words);
  if (typeof shapes !== 'string') return shapes;
  throw badInputData(`--shape: ${shapes}`, 'write --shape name:3,224,224');
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code;
    const hint = 'write auto, random, zero, or a path that exists';
    throw badInputData(`--input-data ${path} is not to be had: ${reason}`, hint, error);
  }
}
