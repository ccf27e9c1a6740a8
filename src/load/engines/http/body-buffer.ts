const FIRST_CAPACITY = 64 * 1024;
const NO_BYTES = Buffer.alloc(0);

/**
 * Puts together a body that came in pieces. Grows as bytes arrive, is used again for the next answer,
 * and never holds more than its limit.
 */
export class BodyBuffer {
  bytes: Buffer = NO_BYTES;
  length = 0;
  readonly #maxBytes: number;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  reset(): void {
    this.length = 0;
  }

  /** False, and nothing is taken, when the body would be longer than the limit. */
  append(piece: Buffer, from: number, to: number): boolean {
    const length = this.length + to - from;
    if (length > this.#maxBytes) return false;
    if (length > this.bytes.length) this.#grow(length);
    piece.copy(this.bytes, this.length, from, to);
    this.length = length;
    return true;
  }

  #grow(length: number): void {
    const doubled = Math.max(FIRST_CAPACITY, length, this.bytes.length * 2);
    const bigger = Buffer.allocUnsafeSlow(Math.min(doubled, this.#maxBytes));
    this.bytes.copy(bigger, 0, 0, this.length);
    this.bytes = bigger;
  }
}
