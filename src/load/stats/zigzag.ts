/**
 * ZigZag LEB128 as HdrHistogram's V2 encoding writes it (LEB128-64b9B: at most 9 bytes, the ninth
 * has no continuation bit). Numbers here stay within 2^53, which never needs the ninth byte.
 */

/** Bytes that `writeZigZag` needs at most for a magnitude up to 2^32. */
export const MAX_ZIGZAG_BYTES = 5;

/** Writes a whole number at `at`; returns the position after it. */
export function writeZigZag(bytes: Uint8Array, at: number, value: number): number {
  const wide = value < 0 ? -2 * value - 1 : 2 * value;
  let position = at;
  let rest = wide;
  if (wide >= 2 ** 31) {
    bytes[position] = (wide % 128) + 128;
    rest = Math.floor(wide / 128);
    position += 1;
  }
  // From here on it is a 32-bit integer, whose bits are cheap to take apart.
  for (rest |= 0; rest > 127; rest >>>= 7) {
    bytes[position] = (rest & 127) | 128;
    position += 1;
  }
  bytes[position] = rest;
  return position + 1;
}

/** Reads whole numbers one after the other. Throws a RangeError at a word that does not end. */
export class ZigZagReader {
  readonly #bytes: Uint8Array;
  #position: number;
  readonly #end: number;

  constructor(bytes: Uint8Array, start: number, end: number) {
    this.#bytes = bytes;
    this.#position = start;
    this.#end = end;
  }

  get done(): boolean {
    return this.#position >= this.#end;
  }

  next(): number {
    let value = 0;
    let weight = 1;
    let byte = 128;
    while (byte >= 128) {
      if (this.done || weight > 2 ** 49)
        throw new RangeError('a count in the histogram is cut off');
      byte = this.#bytes[this.#position] as number;
      this.#position += 1;
      value += (byte & 127) * weight;
      weight *= 128;
    }
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
}
