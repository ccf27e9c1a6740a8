import { gunzipSync, inflateSync } from 'node:zlib';
import { uint32, writeUint32 } from './frame-codec.ts';

const NO_BYTES: Buffer = Buffer.alloc(0);

/** One byte "compressed", four bytes length: what stands before every message of gRPC. */
export const MESSAGE_PREFIX_BYTES = 5;

/** What bytes of an answer came to. An answer of a unary call is one message and nothing after it. */
export const MESSAGE = { partial: 0, whole: 1, excess: 2, badFlag: 3, tooLarge: 4 } as const;

/** A length that is believed before its bytes are there; beyond it the buffer grows as they come. */
const BELIEVED_BYTES = 1024 * 1024;

/**
 * The bytes of an answer, split anywhere → its one message. A message that lies whole in what is
 * pushed is left where it lies; `bytes`, `start` and `end` say where, until the next push.
 */
export class MessageReader {
  bytes: Buffer = NO_BYTES;
  start = 0;
  end = 0;
  isCompressed = false;

  readonly #prefix = new Uint8Array(MESSAGE_PREFIX_BYTES);
  #prefixBytes = 0;
  #length = 0;
  #gathered: Buffer = NO_BYTES;
  #gatheredBytes = 0;
  #isWhole = false;

  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** Bytes came, but not all that their prefix promises. */
  get isCut(): boolean {
    return this.#prefixBytes > 0 && !this.#isWhole;
  }

  reset(): void {
    this.bytes = NO_BYTES;
    this.#prefixBytes = 0;
    this.#gatheredBytes = 0;
    this.#isWhole = false;
    if (this.#gathered.length > BELIEVED_BYTES) this.#gathered = NO_BYTES;
  }

  push(bytes: Buffer, start: number, end: number, maxBytes: number): number {
    if (start === end) return MESSAGE.partial;
    if (this.#isWhole) return MESSAGE.excess;
    let at = start;
    while (this.#prefixBytes < MESSAGE_PREFIX_BYTES) {
      if (at === end) return MESSAGE.partial;
      this.#prefix[this.#prefixBytes++] = bytes[at++] as number;
      if (this.#prefixBytes < MESSAGE_PREFIX_BYTES) continue;
      const flaw = this.#readPrefix(maxBytes);
      if (flaw !== MESSAGE.partial) return flaw;
    }
    return this.#gatheredBytes === 0 && end - at >= this.#length
      ? this.#inPlace(bytes, at, end)
      : this.#gather(bytes, at, end);
  }

  #readPrefix(maxBytes: number): number {
    const flag = this.#prefix[0] as number;
    this.#length = uint32(this.#prefix, 1);
    this.isCompressed = flag === 1;
    if (flag > 1) return MESSAGE.badFlag;
    return this.#length > maxBytes ? MESSAGE.tooLarge : MESSAGE.partial;
  }

  #inPlace(bytes: Buffer, start: number, end: number): number {
    this.bytes = bytes;
    this.start = start;
    this.end = start + this.#length;
    this.#isWhole = true;
    return this.end < end ? MESSAGE.excess : MESSAGE.whole;
  }

  #gather(bytes: Buffer, start: number, end: number): number {
    const wanted = this.#length - this.#gatheredBytes;
    const taken = Math.min(wanted, end - start);
    this.#makeRoom(this.#gatheredBytes + taken);
    bytes.copy(this.#gathered, this.#gatheredBytes, start, start + taken);
    this.#gatheredBytes += taken;
    if (taken < wanted) return MESSAGE.partial;
    this.bytes = this.#gathered;
    this.start = 0;
    this.end = this.#length;
    this.#isWhole = true;
    return start + taken < end ? MESSAGE.excess : MESSAGE.whole;
  }

  #makeRoom(neededBytes: number): void {
    if (neededBytes <= this.#gathered.length) return;
    const capacity = Math.min(this.#length, Math.max(BELIEVED_BYTES, 2 * neededBytes));
    const bigger = Buffer.allocUnsafeSlow(capacity);
    this.#gathered.copy(bigger, 0, 0, this.#gatheredBytes);
    this.#gathered = bigger;
  }
}

/** Writes the prefix of an uncompressed message. */
export function writeMessagePrefix(bytes: Uint8Array, at: number, messageBytes: number): void {
  bytes[at] = 0;
  writeUint32(bytes, at + 1, messageBytes);
}

/** What `grpc-accept-encoding` promises; `decompress` keeps it. */
export const ACCEPTED_ENCODINGS = 'identity,deflate,gzip';

/** A compressed message, or in words why it is none. Never makes more than `maxBytes`. */
export function decompress(message: Buffer, encoding: string, maxBytes: number): Buffer | string {
  const options = { maxOutputLength: maxBytes };
  try {
    if (encoding === 'gzip') return gunzipSync(message, options);
    if (encoding === 'deflate') return inflateSync(message, options);
  } catch (error) {
    return `the message is not ${encoding}: ${(error as Error).message}`;
  }
  return `the message is compressed, and grpc-encoding is "${encoding}"`;
}
