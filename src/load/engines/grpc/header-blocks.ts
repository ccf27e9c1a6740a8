import type { AnswerHeaders } from './answer-headers.ts';
import type { GrpcLimits } from './grpc-limits.ts';
import { HpackDecoder } from './hpack/hpack-decoder.ts';
import { DEFAULT_TABLE_BYTES, ERROR_CODE, FLAG, FRAME } from './http2-codes.ts';
import { ProtocolViolation } from './protocol-violation.ts';

/**
 * HEADERS and CONTINUATION frames → decoded headers. A block that came in one frame is decoded where
 * it lies. Between the frames of a block nothing else may come on the connection (RFC 9113 §6.10).
 */
export class HeaderBlocks {
  readonly #limits: GrpcLimits;
  readonly #decoder: HpackDecoder;
  #parts: Buffer[] = [];
  #partBytes = 0;
  /** The stream whose block is under way; 0 for none. */
  #openStreamId = 0;
  /** Whether that block's HEADERS ended the stream. */
  #endsStream = false;

  constructor(limits: GrpcLimits) {
    this.#limits = limits;
    this.#decoder = new HpackDecoder(DEFAULT_TABLE_BYTES, limits.maxHeaderBytes);
  }

  get endsStream(): boolean {
    return this.#endsStream;
  }

  /** Called for every frame. */
  checkOrder(type: number, streamId: number): void {
    const isContinuation = type === FRAME.continuation;
    if (this.#openStreamId === 0 && !isContinuation) return;
    if (isContinuation && streamId === this.#openStreamId && streamId !== 0) return;
    throw new ProtocolViolation(
      ERROR_CODE.protocolError,
      isContinuation ? 'CONTINUATION without its HEADERS' : 'another frame inside a header block',
    );
  }

  /** Takes a part of a block; true when the block is whole and `headers` filled. */
  push(
    streamId: number,
    type: number,
    flags: number,
    bytes: Buffer,
    start: number,
    end: number,
    headers: AnswerHeaders,
  ): boolean {
    if (type === FRAME.headers) this.#endsStream = (flags & FLAG.endStream) !== 0;
    const isLast = (flags & FLAG.endHeaders) !== 0;
    if (isLast && this.#openStreamId === 0) {
      headers.reset();
      this.#decoder.decode(bytes, start, end, headers);
      return true;
    }
    this.#keep(bytes, start, end);
    this.#openStreamId = isLast ? 0 : streamId;
    if (!isLast) return false;
    const block = Buffer.concat(this.#parts);
    this.#parts = [];
    this.#partBytes = 0;
    headers.reset();
    this.#decoder.decode(block, 0, block.length, headers);
    return true;
  }

  #keep(bytes: Buffer, start: number, end: number): void {
    this.#partBytes += end - start;
    this.#parts.push(Buffer.from(bytes.subarray(start, end)));
    const { maxHeaderBytes, maxHeaderFragments } = this.#limits;
    if (this.#partBytes <= maxHeaderBytes && this.#parts.length <= maxHeaderFragments) return;
    throw new ProtocolViolation(
      ERROR_CODE.enhanceYourCalm,
      `a header block of over ${maxHeaderBytes} bytes or ${maxHeaderFragments} frames`,
    );
  }
}
