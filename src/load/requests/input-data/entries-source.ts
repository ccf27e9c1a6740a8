import type { ModelSignature } from '../model-signature.ts';
import type { PayloadSource } from '../payload-source.ts';
import { badInputData } from './bad-input-data.ts';
import { checkEntry } from './check-entry.ts';
import { createEntryReference } from './entry-reference.ts';
import type { InputEntry } from './input-entry.ts';

/**
 * A user's own values, dealt out row by row and from the front again. `signatureOf` says what a request
 * with the shapes of an entry looks like.
 */
export function createEntriesSource(
  name: string,
  entries: readonly InputEntry[],
  signatureOf: (entry: InputEntry) => ModelSignature,
): PayloadSource {
  const signatures = entries.map((entry) => {
    const signature = signatureOf(entry);
    checkEntry(entry, signature);
    return signature;
  });
  const [first] = signatures;
  if (!first) throw badInputData(`${name} holds no values`, 'give at least one inference');
  const { batchSize } = first;
  if (batchSize > 1) refuseMixedShapes(entries, signatures);
  const rowsOf = (request: number) =>
    Array.from({ length: batchSize }, (_, row) => (request * batchSize + row) % entries.length);
  const answers = createEntryReference(entries, first);

  return {
    name,
    variety: entries.length / greatestCommonDivisor(entries.length, batchSize),
    signatureOf: (request) => signatures[(request * batchSize) % entries.length] ?? first,
    inputs(request) {
      const rows = rowsOf(request);
      return first.inputs.map((input) =>
        Buffer.concat(rows.map((row) => bytesOf(entries[row], input.name))),
      );
    },
    ...(answers && { answers }),
  };
}

function bytesOf(entry: InputEntry | undefined, input: string): Uint8Array {
  return entry?.inputs.get(input)?.bytes ?? new Uint8Array(0);
}

function refuseMixedShapes(
  entries: readonly InputEntry[],
  signatures: readonly ModelSignature[],
): void {
  const shapes = (signature: ModelSignature | undefined) =>
    JSON.stringify(signature?.inputs.map(({ shape }) => shape));
  const other = signatures.findIndex((signature) => shapes(signature) !== shapes(signatures[0]));
  if (other < 0) return;
  const message = `${entries[other]?.origin} has other shapes than the first: they cannot share a batch`;
  throw badInputData(message, 'leave --batch-size out');
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
