const MAX_BYTES = 1024;
const NO_BYTES = Buffer.alloc(0);

/**
 * The bytes of the head that was parsed last. Most servers say the same one thousands of times a second,
 * and comparing costs a quarter of parsing.
 */
export class KnownHead {
  readonly #bytes = Buffer.allocUnsafeSlow(MAX_BYTES);
  #length = 0;
  #piece: Buffer = NO_BYTES;
  #from = 0;

  /** Where the head that lies at piece[from, to) ends, if it is the known one; -1: it is not. */
  end(piece: Buffer, from: number, to: number): number {
    const end = from + this.#length;
    if (this.#length === 0 || end > to) return -1;
    return piece.compare(this.#bytes, 0, this.#length, from, end) === 0 ? end : -1;
  }

  /** A head begins at piece[from], and is going to be parsed: what was known is not any more. */
  begin(piece: Buffer, from: number): void {
    this.#length = 0;
    this.#piece = piece;
    this.#from = from;
  }

  /** Another piece comes, perhaps in the same memory: a head begun before is not in one piece. */
  interrupt(): void {
    this.#piece = NO_BYTES;
  }

  /** The parsed head ends before piece[to]. One that came in several pieces is not kept. */
  keep(piece: Buffer, to: number): void {
    const length = to - this.#from;
    if (piece === this.#piece && length <= MAX_BYTES) {
      piece.copy(this.#bytes, 0, this.#from, to);
      this.#length = length;
    }
    this.interrupt();
  }
}
