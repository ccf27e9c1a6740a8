import type { BodyBuffer } from './body-buffer.ts';
import { LineReader } from './line-reader.ts';

const LF = 10;
const CR = 13;
const TAB = 9;
const SPACE = 32;
const SEMICOLON = 59;
const MAX_SIZE_LINE_BYTES = 4 * 1024;
const MAX_TRAILER_BYTES = 32 * 1024;
/** 2^52 − 1 at most: exact in a number. */
const MAX_HEX_DIGITS = 13;
const NOT_HEX = 255;
const HEX_VALUE = hexTable();

function hexTable(): Uint8Array {
  const table = new Uint8Array(256).fill(NOT_HEX);
  for (let value = 0; value < 16; value += 1) {
    const digit = value.toString(16);
    table[digit.charCodeAt(0)] = value;
    table[digit.toUpperCase().charCodeAt(0)] = value;
  }
  return table;
}

type State = 'size' | 'data' | 'data-end' | 'trailers' | 'done' | 'failed';

/** Pure: a body in the chunked transfer coding (RFC 9112 §7.1), cut anywhere, → its data. */
export class ChunkedDecoder {
  /** Why the state is 'failed'. */
  fault = '';
  readonly #data: BodyBuffer;
  readonly #lines = new LineReader();
  #state: State = 'size';
  #lineBytes = 0;
  #missingBytes = 0;

  constructor(data: BodyBuffer) {
    this.#data = data;
  }

  get done(): boolean {
    return this.#state === 'done';
  }

  reset(): void {
    this.fault = '';
    this.#state = 'size';
    this.#lineBytes = 0;
    this.#lines.reset();
  }

  /** Takes piece[from, to) until the body is over or broken; answers where it stopped. */
  feed(piece: Buffer, from: number, to: number): number {
    let at = from;
    while (at < to && this.#state !== 'done' && this.#state !== 'failed') {
      at = this.#step(piece, at, to);
    }
    return at;
  }

  #step(piece: Buffer, from: number, to: number): number {
    switch (this.#state) {
      case 'size':
        return this.#sizeLine(piece, from, to);
      case 'data':
        return this.#chunk(piece, from, to);
      case 'data-end':
        return this.#chunkEnd(piece, from);
      case 'trailers':
        return this.#trailer(piece, from, to);
      case 'done':
      case 'failed':
        return to;
    }
  }

  #sizeLine(piece: Buffer, from: number, to: number): number {
    const lines = this.#lines;
    if (!this.#readLine(piece, from, to, MAX_SIZE_LINE_BYTES)) return lines.next;
    this.#lineBytes = 0;
    this.#missingBytes = chunkSize(lines.bytes, lines.start, lines.end);
    if (this.#missingBytes < 0) this.#fail('bad chunk size');
    else this.#state = this.#missingBytes === 0 ? 'trailers' : 'data';
    return lines.next;
  }

  #chunk(piece: Buffer, from: number, to: number): number {
    const stop = Math.min(from + this.#missingBytes, to);
    this.#missingBytes -= stop - from;
    if (!this.#data.append(piece, from, stop)) this.#fail('body too long');
    else if (this.#missingBytes === 0) {
      this.#state = 'data-end';
      this.#missingBytes = 2;
    }
    return stop;
  }

  #chunkEnd(piece: Buffer, at: number): number {
    const expected = this.#missingBytes === 2 ? CR : LF;
    this.#missingBytes -= 1;
    if (piece[at] !== expected) this.#fail('chunk longer than its size');
    else if (this.#missingBytes === 0) this.#state = 'size';
    return at + 1;
  }

  #trailer(piece: Buffer, from: number, to: number): number {
    const lines = this.#lines;
    if (!this.#readLine(piece, from, to, MAX_TRAILER_BYTES)) return lines.next;
    if (lines.start === lines.end) this.#state = 'done';
    return lines.next;
  }

  /** False when the line goes on in the next piece, or is none. */
  #readLine(piece: Buffer, from: number, to: number, maxBytes: number): boolean {
    const reading = this.#lines.read(piece, from, to);
    if (reading === 'bad') {
      this.#fail('control byte or bare line end between chunks');
      return false;
    }
    this.#lineBytes += this.#lines.next - from;
    if (this.#lineBytes <= maxBytes) return reading === 'line';
    this.#fail(`chunk size or trailers longer than ${maxBytes} bytes`);
    return false;
  }

  #fail(fault: string): void {
    this.fault = fault;
    this.#state = 'failed';
  }
}

/** `1a0`, `1A0;name=value`; extensions say nothing to us. -1: not a size. */
function chunkSize(bytes: Buffer, start: number, end: number): number {
  let size = 0;
  let at = start;
  for (; at < end; at += 1) {
    const value = HEX_VALUE[bytes[at] as number] as number;
    if (value === NOT_HEX) break;
    size = size * 16 + value;
  }
  if (at === start || at - start > MAX_HEX_DIGITS) return -1;
  while (at < end && (bytes[at] === SPACE || bytes[at] === TAB)) at += 1;
  return at === end || bytes[at] === SEMICOLON ? size : -1;
}
