/** One draw from (0, 1]; never 0. */
export type Random = () => number;

const TWO_TO_53 = 2 ** 53;

/**
 * xoshiro128** (Blackman and Vigna, https://prng.di.unimi.it/xoshiro128starstar.c), its state filled
 * by a 32-bit splitmix. The same numbers on every machine. `stream` tells draws of one seed apart.
 */
export function createRandom(seed: number, stream: number): Random {
  const fill = splitmix32(splitmix32(seed)() ^ stream);
  let s0 = fill();
  let s1 = fill();
  let s2 = fill();
  // All four zero is the one state that the generator never leaves.
  let s3 = fill() | 1;

  function nextUint32(): number {
    const result = Math.imul(rotateLeft(Math.imul(s1, 5), 7), 9) >>> 0;
    const shifted = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = rotateLeft(s3, 11);
    return result;
  }

  return () => {
    const high = nextUint32() >>> 5;
    const low = nextUint32() >>> 6;
    return (high * 0x4000000 + low + 1) / TWO_TO_53;
  };
}

function rotateLeft(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

function splitmix32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
}
