import type { ModelSignature } from '../model-signature.ts';
import { type Datatype, decodeTensor, elementBytes } from '../tensor-codec.ts';
import { badInputData } from './bad-input-data.ts';
import type { InputEntry } from './input-entry.ts';

/** Raises a BenchError unless the entry holds every input, each of the size that its shape says. */
export function checkEntry({ origin, inputs }: InputEntry, signature: ModelSignature): void {
  for (const { name, datatype, elements } of signature.inputs) {
    const tensor = inputs.get(name);
    if (!tensor) throw badInputData(`${origin} has no input "${name}"`, 'every input is needed');
    const got = elementsIn(datatype, tensor.bytes);
    if (got === elements) continue;
    throw badInputData(
      `"${name}" in ${origin} holds ${got} elements of ${datatype}, and one inference takes ${elements}`,
      'entries are single inferences, without the batch dimension',
    );
  }
}

function elementsIn(datatype: Datatype, bytes: Uint8Array): number | string {
  const size = elementBytes(datatype);
  if (size !== null) return bytes.byteLength / size;
  try {
    return decodeTensor(datatype, bytes).length;
  } catch {
    return 'broken';
  }
}
