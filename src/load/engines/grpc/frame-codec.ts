import {
  DEFAULT_MAX_FRAME_BYTES,
  ERROR_CODE,
  FRAME_HEADER_BYTES,
  MAX_WINDOW_BYTES,
} from './http2-codes.ts';
import { ProtocolViolation } from './protocol-violation.ts';

/** Takes whole frames; the payload is bytes[start, end), and only lent. */
export interface FrameSink {
  frame(
    type: number,
    flags: number,
    streamId: number,
    bytes: Buffer,
    start: number,
    end: number,
  ): void;
}

/**
 * Bytes, split anywhere → frames (RFC 9113 §4.1). A frame that lies whole in what was read is handed
 * on where it lies; only one that is cut in two is copied. Holds at most one frame.
 */
export class FrameDecoder {
  readonly #maxFrameBytes: number;
  #held: Buffer = Buffer.alloc(0);
  #heldBytes = 0;

  constructor(maxFrameBytes: number = DEFAULT_MAX_FRAME_BYTES) {
    this.#maxFrameBytes = maxFrameBytes;
  }

  /** Throws a ProtocolViolation for a frame that is too large, before any of its payload is kept. */
  push(chunk: Buffer, length: number, sink: FrameSink): void {
    let at = this.#heldBytes > 0 ? this.#completeHeld(chunk, length, sink) : 0;
    while (length - at >= FRAME_HEADER_BYTES) {
      const end = at + FRAME_HEADER_BYTES + this.#payloadBytes(chunk, at);
      if (end > length) break;
      emit(chunk, at, end, sink);
      at = end;
    }
    if (at < length) this.#hold(chunk, at, length);
  }

  /** Fills up the frame begun earlier; returns where the next one starts in `chunk`. */
  #completeHeld(chunk: Buffer, length: number, sink: FrameSink): number {
    let at = 0;
    if (this.#heldBytes < FRAME_HEADER_BYTES) {
      at = Math.min(length, FRAME_HEADER_BYTES - this.#heldBytes);
      this.#hold(chunk, 0, at);
      if (this.#heldBytes < FRAME_HEADER_BYTES) return at;
    }
    const frameBytes = FRAME_HEADER_BYTES + this.#payloadBytes(this.#held, 0);
    const end = at + Math.min(length - at, frameBytes - this.#heldBytes);
    this.#hold(chunk, at, end);
    if (this.#heldBytes < frameBytes) return end;
    this.#heldBytes = 0;
    emit(this.#held, 0, frameBytes, sink);
    return end;
  }

  #payloadBytes(bytes: Buffer, at: number): number {
    const size = uint24(bytes, at);
    if (size <= this.#maxFrameBytes) return size;
    throw new ProtocolViolation(
      ERROR_CODE.frameSizeError,
      `a frame of ${size} bytes, over ${this.#maxFrameBytes}`,
    );
  }

  #hold(chunk: Buffer, start: number, end: number): void {
    const needed = this.#heldBytes + end - start;
    if (needed > this.#held.length) {
      const capacity = Math.max(needed, Math.min(2 * needed, this.#maxFrameBytes));
      const bigger = Buffer.allocUnsafeSlow(capacity);
      this.#held.copy(bigger, 0, 0, this.#heldBytes);
      this.#held = bigger;
    }
    chunk.copy(this.#held, this.#heldBytes, start, end);
    this.#heldBytes = needed;
  }
}

function emit(bytes: Buffer, at: number, end: number, sink: FrameSink): void {
  const type = bytes[at + 3] as number;
  const flags = bytes[at + 4] as number;
  const streamId = uint32(bytes, at + 5) & MAX_WINDOW_BYTES;
  sink.frame(type, flags, streamId, bytes, at + FRAME_HEADER_BYTES, end);
}

/** Writes the nine bytes before a payload. */
export function writeFrameHeader(
  bytes: Uint8Array,
  at: number,
  payloadBytes: number,
  type: number,
  flags: number,
  streamId: number,
): void {
  bytes[at] = payloadBytes >>> 16;
  bytes[at + 1] = payloadBytes >>> 8;
  bytes[at + 2] = payloadBytes;
  bytes[at + 3] = type;
  bytes[at + 4] = flags;
  writeUint32(bytes, at + 5, streamId);
}

export function writeUint32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 24;
  bytes[at + 1] = value >>> 16;
  bytes[at + 2] = value >>> 8;
  bytes[at + 3] = value;
}

function uint24(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at] as number) << 16) | ((bytes[at + 1] as number) << 8) | (bytes[at + 2] as number)
  );
}

/** Big-endian and unsigned, as HTTP/2 and gRPC write all their numbers. */
export function uint32(bytes: Uint8Array, at: number): number {
  return ((bytes[at] as number) * 2 ** 24 + uint24(bytes, at + 1)) >>> 0;
}
