import { writeFrameHeader, writeUint32 } from './frame-codec.ts';
import { type HeaderList, HpackEncoder } from './hpack/hpack-encoder.ts';
import {
  DEFAULT_MAX_FRAME_BYTES,
  DEFAULT_TABLE_BYTES,
  FLAG,
  FRAME,
  FRAME_HEADER_BYTES,
} from './http2-codes.ts';
import type { OutputBuffer } from './output-buffer.ts';

/**
 * The headers of every request on one connection. They are the same each time, so from the second
 * request on their block is a few index bytes, encoded once and only copied since.
 */
export class RequestHead {
  readonly #headers: HeaderList;
  readonly #encoder = new HpackEncoder(DEFAULT_TABLE_BYTES);
  #frames: readonly Buffer[] = [];
  #isSettled = false;

  constructor(headers: HeaderList) {
    this.#headers = headers;
  }

  /** The peer's SETTINGS_HEADER_TABLE_SIZE; we use no more than the default. */
  resizeTable(bytes: number): void {
    this.#encoder.resize(Math.min(bytes, DEFAULT_TABLE_BYTES));
    this.#isSettled = false;
  }

  write(output: OutputBuffer, streamId: number): void {
    if (!this.#isSettled) this.#encode();
    for (const frame of this.#frames) {
      const at = output.reserve(frame.length);
      output.bytes.set(frame, at);
      writeUint32(output.bytes, at + 5, streamId);
    }
  }

  #encode(): void {
    const { block, isSettled } = this.#encoder.encode(this.#headers);
    this.#isSettled = isSettled;
    this.#frames = framesOf(block);
  }
}

/** HEADERS, and as many CONTINUATION frames as the block needs. */
function framesOf(block: Buffer): Buffer[] {
  const frames: Buffer[] = [];
  for (let start = 0; start === 0 || start < block.length; start += DEFAULT_MAX_FRAME_BYTES) {
    const part = block.subarray(start, start + DEFAULT_MAX_FRAME_BYTES);
    const frame = Buffer.allocUnsafeSlow(FRAME_HEADER_BYTES + part.length);
    const type = start === 0 ? FRAME.headers : FRAME.continuation;
    const isLast = start + part.length === block.length;
    writeFrameHeader(frame, 0, part.length, type, isLast ? FLAG.endHeaders : 0, 0);
    frame.set(part, FRAME_HEADER_BYTES);
    frames.push(frame);
  }
  return frames;
}
