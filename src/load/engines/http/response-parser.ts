import { BodyBuffer } from './body-buffer.ts';
import { ChunkedDecoder } from './chunked-decoder.ts';
import { KnownHead } from './known-head.ts';
import { LineReader } from './line-reader.ts';
import { mayBeStatusLine, ResponseHead } from './response-head.ts';
import { strangerBytes } from './stranger-bytes.ts';

const MAX_HEAD_BYTES = 32 * 1024;
const MAX_BODY_BYTES = 256 * 1024 * 1024;
const ABSENT = -1;
const NO_BYTES = Buffer.alloc(0);

type State = 'status-line' | 'fields' | 'body' | 'chunked' | 'until-close' | 'done' | 'failed';

/**
 * Pure: the bytes of one HTTP/1.x answer (RFC 9112), cut anywhere, → its status and body, or the reason
 * why they are no answer. Answers of 1xx are passed over. A body that came in one piece stays where it
 * is; others are put together, up to a limit. Nothing is allocated for an ordinary answer.
 */
export class ResponseParser {
  readonly head = new ResponseHead();
  /** Why the answer failed. */
  fault = '';
  /** What `feed` was given as `nowNs` with the first byte of the final answer; -1: no such byte yet. */
  headBeganNs = ABSENT;
  /** Once done: the body is body[bodyStart, bodyEnd). Valid until the next call. */
  body: Buffer = NO_BYTES;
  bodyStart = 0;
  bodyEnd = 0;
  readonly #known = new KnownHead();
  readonly #lines = new LineReader();
  readonly #collected: BodyBuffer;
  readonly #chunks: ChunkedDecoder;
  #state: State = 'status-line';
  #headBytes = 0;
  #missingBytes = 0;

  constructor(maxBodyBytes: number = MAX_BODY_BYTES) {
    this.#collected = new BodyBuffer(maxBodyBytes);
    this.#chunks = new ChunkedDecoder(this.#collected);
  }

  get done(): boolean {
    return this.#state === 'done';
  }

  get failed(): boolean {
    return this.#state === 'failed';
  }

  /** Gets ready for the next answer. */
  reset(): void {
    this.#state = 'status-line';
    this.fault = '';
    this.headBeganNs = ABSENT;
    this.#finishedBody(NO_BYTES, 0, 0);
    this.#headBytes = 0;
    this.#lines.reset();
    this.#collected.reset();
  }

  /**
   * Takes piece[from, to) until the answer is done or failed; answers where it stopped. What lies
   * behind does not belong to this answer.
   */
  feed(piece: Buffer, from: number, to: number, nowNs: number): number {
    let at = from;
    this.#known.interrupt();
    while (at < to && this.#state !== 'done' && this.#state !== 'failed') {
      at = this.#step(piece, at, to, nowNs);
    }
    return at;
  }

  /** The server closed its side: ends a body that lasts until then. False: the answer was not over. */
  endOfInput(): boolean {
    if (this.#state === 'until-close') this.#finishCollected();
    return this.#state === 'done';
  }

  #step(piece: Buffer, from: number, to: number, nowNs: number): number {
    switch (this.#state) {
      case 'status-line':
        return this.#statusLine(piece, from, to, nowNs);
      case 'fields':
        return this.#fieldLine(piece, from, to);
      case 'body':
        return this.#body(piece, from, to);
      case 'chunked':
        return this.#chunked(piece, from, to);
      case 'until-close':
        return this.#collect(piece, from, to);
      case 'done':
      case 'failed':
        return to;
    }
  }

  #statusLine(piece: Buffer, from: number, to: number, nowNs: number): number {
    const lines = this.#lines;
    if (lines.pending === 0) {
      this.headBeganNs = nowNs;
      this.#headBytes = 0;
      const end = this.#known.end(piece, from, to);
      if (end >= 0) return this.#headEnds(end);
      this.#known.begin(piece, from);
      if (!mayBeStatusLine(piece, from, to)) return this.#fail(strangerBytes(piece, from, to), to);
    }
    const isWhole = this.#readLine(piece, from, to);
    if (this.#state === 'failed') return to;
    const { bytes, start, end } = isWhole ? lines : lines.begun;
    if (!mayBeStatusLine(bytes, start, end))
      return this.#fail(strangerBytes(bytes, start, end), to);
    if (!isWhole) return to;
    if (!this.head.statusLine(bytes, start, end)) return this.#fail('bad status line', to);
    this.#state = 'fields';
    return lines.next;
  }

  #fieldLine(piece: Buffer, from: number, to: number): number {
    const lines = this.#lines;
    if (!this.#readLine(piece, from, to)) return to;
    if (lines.start === lines.end) {
      this.#known.keep(piece, lines.next);
      return this.#headEnds(lines.next);
    }
    const fault = this.head.fieldLine(lines.bytes, lines.start, lines.end);
    return fault === '' ? lines.next : this.#fail(fault, to);
  }

  /** RFC 9112 §6.3: what follows the head. */
  #headEnds(next: number): number {
    const { head } = this;
    const fault = head.contradiction();
    if (fault !== '') return this.#fail(fault, next);
    if (head.status < 200) return this.#passOver(next);
    if (head.status === 204 || head.status === 304) return this.#finishEmpty(next);
    if (head.contentLength === 0) return this.#finishEmpty(next);
    if (head.chunked) {
      this.#chunks.reset();
      this.#state = 'chunked';
    } else if (head.contentLength === ABSENT) {
      head.keepAlive = false;
      this.#state = 'until-close';
    } else {
      this.#missingBytes = head.contentLength;
      this.#state = 'body';
    }
    return next;
  }

  #passOver(next: number): number {
    if (this.head.status === 101)
      return this.#fail('101 without having asked for another protocol', next);
    this.#state = 'status-line';
    this.headBeganNs = ABSENT;
    return next;
  }

  #body(piece: Buffer, from: number, to: number): number {
    const end = from + this.#missingBytes;
    if (end <= to && this.#collected.length === 0) {
      this.#finish(piece, from, end);
      return end;
    }
    const stop = Math.min(end, to);
    this.#missingBytes -= stop - from;
    this.#collect(piece, from, stop);
    if (this.#missingBytes === 0) this.#finishCollected();
    return stop;
  }

  #chunked(piece: Buffer, from: number, to: number): number {
    const chunks = this.#chunks;
    const stop = chunks.feed(piece, from, to);
    if (chunks.fault !== '') return this.#fail(chunks.fault, to);
    if (chunks.done) this.#finishCollected();
    return stop;
  }

  #collect(piece: Buffer, from: number, to: number): number {
    return this.#collected.append(piece, from, to) ? to : this.#fail('body too long', to);
  }

  /** False when the line goes on in the next piece, or is none. */
  #readLine(piece: Buffer, from: number, to: number): boolean {
    const reading = this.#lines.read(piece, from, to);
    if (reading === 'bad') {
      this.#fail('control byte or bare line end in the head', to);
      return false;
    }
    this.#headBytes += this.#lines.next - from;
    if (this.#headBytes <= MAX_HEAD_BYTES) return reading === 'line';
    this.#fail(`head longer than ${MAX_HEAD_BYTES} bytes`, to);
    return false;
  }

  #finishCollected(): void {
    if (this.#state === 'failed') return;
    this.#finish(this.#collected.bytes, 0, this.#collected.length);
  }

  #finish(body: Buffer, start: number, end: number): void {
    this.#finishedBody(body, start, end);
    this.#state = 'done';
  }

  /** `reset` has left an empty body. */
  #finishEmpty(next: number): number {
    this.#state = 'done';
    return next;
  }

  #finishedBody(body: Buffer, start: number, end: number): void {
    this.body = body;
    this.bodyStart = start;
    this.bodyEnd = end;
  }

  /** Nothing behind a fault is worth reading. */
  #fail(fault: string, to: number): number {
    this.fault = fault;
    this.#state = 'failed';
    return to;
  }
}
