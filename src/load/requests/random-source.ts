import { createRandom, type Random } from '../pacing/random.ts';
import type { ModelSignature } from './model-signature.ts';
import type { PayloadSource } from './payload-source.ts';
import { type Datatype, encodeTensor, type TensorValue } from './tensor-codec.ts';

/** Apart from arrivals and from the order of requests. */
const FIRST_STREAM = 0x1000_0000;
const DISTINCT_REQUESTS = 1000;
/** Small enough for every integer type, and for most tables that a model looks them up in. */
const INTEGERS_BELOW = 100;
const TEXT_LENGTH = 16;
const FIRST_LETTER = 'a'.charCodeAt(0);
const LETTERS = 26;

const below = (bound: number, random: Random) => Math.ceil(random() * bound) - 1;
const integer = (random: Random) => below(INTEGERS_BELOW, random);
const longInteger = (random: Random) => BigInt(integer(random));
const fraction = (random: Random) => 1 - random();

const DRAW: Readonly<Record<Datatype, (random: Random) => TensorValue>> = {
  BOOL: (random) => random() > 0.5,
  UINT8: integer,
  UINT16: integer,
  UINT32: integer,
  UINT64: longInteger,
  INT8: integer,
  INT16: integer,
  INT32: integer,
  INT64: longInteger,
  FP16: fraction,
  BF16: fraction,
  FP32: fraction,
  FP64: fraction,
  BYTES: (random) =>
    Uint8Array.from({ length: TEXT_LENGTH }, () => FIRST_LETTER + below(LETTERS, random)),
};

/**
 * Seeded values of the right datatypes: floats from 0 to 1, so that none is infinite or no number,
 * integers from 0 to 99, text of 16 small letters. Every request is another one.
 */
export function createRandomSource(signature: ModelSignature, seed: number): PayloadSource {
  const { inputs, batchSize } = signature;
  return {
    name: 'random',
    variety: DISTINCT_REQUESTS,
    inputs: (request) =>
      inputs.map(({ datatype, elements }, index) => {
        const random = createRandom(seed, FIRST_STREAM + request * inputs.length + index);
        const draw = DRAW[datatype];
        const values = Array.from({ length: elements * batchSize }, () => draw(random));
        return encodeTensor(datatype, values);
      }),
  };
}
