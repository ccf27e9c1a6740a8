import type { ModelSignature } from './model-signature.ts';
import type { PayloadSource } from './payload-source.ts';
import { type Datatype, encodeTensor } from './tensor-codec.ts';

/** Nothing but zeros and empty texts: one request, again and again. A cache answers all but the first. */
export function createZeroSource({ inputs, batchSize }: ModelSignature): PayloadSource {
  return {
    name: 'zero',
    variety: 1,
    inputs: () => inputs.map(({ datatype, elements }) => zeros(datatype, elements * batchSize)),
  };
}

function zeros(datatype: Datatype, count: number): Uint8Array {
  const none = datatype === 'BYTES' ? new Uint8Array(0) : zeroOf(datatype);
  return encodeTensor(datatype, new Array(count).fill(none));
}

const zeroOf = (datatype: Datatype) => (datatype.endsWith('INT64') ? 0n : 0);
