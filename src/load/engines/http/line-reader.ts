const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;
const FIRST_CAPACITY = 1024;

export type LineReading = 'line' | 'more' | 'bad';

/**
 * Cuts CRLF-ended lines out of bytes that come in pieces. A line inside one piece is not copied; a
 * line cut in two is put together in a buffer that the caller's limit bounds. Every byte is looked at
 * once. Control bytes, a bare CR and a bare LF make a line bad.
 */
export class LineReader {
  /** The line without its CRLF is bytes[start, end). Valid until the next call. */
  bytes: Buffer = NO_BYTES;
  start = 0;
  end = 0;
  /** First byte of the piece behind what was read. */
  next = 0;
  #kept: Buffer = NO_BYTES;
  #keptLength = 0;

  /** Length of the line begun and not ended. */
  get pending(): number {
    return this.#keptLength;
  }

  /** The line begun, for looking at it before it ends. */
  get begun(): { bytes: Buffer; start: number; end: number } {
    return { bytes: this.#kept, start: 0, end: this.#keptLength };
  }

  reset(): void {
    this.#keptLength = 0;
  }

  /** Goes on at piece[from]. 'more': everything was taken and the line is not over yet. */
  read(piece: Buffer, from: number, to: number): LineReading {
    let at = from;
    let byte = 0;
    while (at < to) {
      byte = piece[at] as number;
      if (byte < SPACE && byte !== TAB) break;
      at += 1;
    }
    if (this.#keptLength > 0) return this.#readOn(piece, from, at, to);
    if (at + 1 >= to) return at === to || byte === CR ? this.#keep(piece, from, to) : 'bad';
    if (byte !== CR || piece[at + 1] !== LF) return 'bad';
    this.bytes = piece;
    this.start = from;
    this.end = at;
    this.next = at + 2;
    return 'line';
  }

  #readOn(piece: Buffer, from: number, stop: number, to: number): LineReading {
    const crWasLast = this.#kept[this.#keptLength - 1] === CR;
    if (crWasLast)
      return to === from ? 'more' : piece[from] === LF ? this.#finish(from + 1) : 'bad';
    if (stop === to) return this.#keep(piece, from, to);
    if (piece[stop] !== CR) return 'bad';
    this.#keep(piece, from, stop + 1);
    if (stop + 1 === to) return 'more';
    return piece[stop + 1] === LF ? this.#finish(stop + 2) : 'bad';
  }

  #finish(next: number): LineReading {
    this.bytes = this.#kept;
    this.start = 0;
    this.end = this.#keptLength - 1;
    this.next = next;
    this.#keptLength = 0;
    return 'line';
  }

  #keep(piece: Buffer, from: number, to: number): LineReading {
    const length = this.#keptLength + to - from;
    if (length > this.#kept.length) {
      const bigger = Buffer.allocUnsafeSlow(
        Math.max(FIRST_CAPACITY, length, this.#kept.length * 2),
      );
      this.#kept.copy(bigger, 0, 0, this.#keptLength);
      this.#kept = bigger;
    }
    piece.copy(this.#kept, this.#keptLength, from, to);
    this.#keptLength = length;
    this.next = to;
    return 'more';
  }
}

const NO_BYTES = Buffer.alloc(0);
