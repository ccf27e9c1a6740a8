import { uint32, writeFrameHeader, writeUint32 } from './frame-codec.ts';
import { ERROR_CODE, FLAG, FRAME, FRAME_HEADER_BYTES, MAX_STREAM_ID } from './http2-codes.ts';
import type { OutputBuffer } from './output-buffer.ts';
import { ProtocolViolation } from './protocol-violation.ts';

const PING_BYTES = 8;
const MAX_DEBUG_BYTES = 200;

export function sendReset(output: OutputBuffer, streamId: number, errorCode: number): void {
  const at = output.reserve(FRAME_HEADER_BYTES + 4);
  writeFrameHeader(output.bytes, at, 4, FRAME.rstStream, 0, streamId);
  writeUint32(output.bytes, at + FRAME_HEADER_BYTES, errorCode);
}

/** Of the connection's window; our streams' windows never need one. */
export function sendWindowUpdate(output: OutputBuffer, increment: number): void {
  const at = output.reserve(FRAME_HEADER_BYTES + 4);
  writeFrameHeader(output.bytes, at, 4, FRAME.windowUpdate, 0, 0);
  writeUint32(output.bytes, at + FRAME_HEADER_BYTES, increment);
}

export function sendSettingsAck(output: OutputBuffer): void {
  const at = output.reserve(FRAME_HEADER_BYTES);
  writeFrameHeader(output.bytes, at, 0, FRAME.settings, FLAG.ack, 0);
}

/** Sends a PING's eight bytes back. */
export function sendPingAck(output: OutputBuffer, bytes: Buffer, start: number): void {
  const at = output.reserve(FRAME_HEADER_BYTES + PING_BYTES);
  writeFrameHeader(output.bytes, at, PING_BYTES, FRAME.ping, FLAG.ack, 0);
  bytes.copy(output.bytes, at + FRAME_HEADER_BYTES, start, start + PING_BYTES);
}

/** We take no streams of the server's, so the last one we processed is 0. */
export function sendGoAway(output: OutputBuffer, errorCode: number, reason: string): void {
  const debug = Buffer.from(reason).subarray(0, MAX_DEBUG_BYTES);
  const at = output.reserve(FRAME_HEADER_BYTES + 8 + debug.length);
  writeFrameHeader(output.bytes, at, 8 + debug.length, FRAME.goAway, 0, 0);
  writeUint32(output.bytes, at + FRAME_HEADER_BYTES, 0);
  writeUint32(output.bytes, at + FRAME_HEADER_BYTES + 4, errorCode);
  output.bytes.set(debug, at + FRAME_HEADER_BYTES + 8);
}

export interface GoAway {
  readonly lastStreamId: number;
  readonly errorCode: number;
  /** The peer's own words, shortened. */
  readonly debug: string;
}

export function readGoAway(bytes: Buffer, start: number, end: number): GoAway {
  requirePayload('GOAWAY', end - start >= 8);
  const debugEnd = Math.min(end, start + 8 + MAX_DEBUG_BYTES);
  return {
    lastStreamId: uint32(bytes, start) & MAX_STREAM_ID,
    errorCode: uint32(bytes, start + 4),
    debug: bytes.toString('utf8', start + 8, debugEnd),
  };
}

/** RFC 9113 §6: a frame whose payload has the wrong length for its type. */
export function requirePayload(frame: string, isRight: boolean): void {
  if (!isRight)
    throw new ProtocolViolation(ERROR_CODE.frameSizeError, `${frame} of a wrong length`);
}

/** RFC 9113 §6: a frame on a stream where its type cannot be. */
export function requireStream(frame: string, isRight: boolean): void {
  if (!isRight) throw new ProtocolViolation(ERROR_CODE.protocolError, `${frame} on a wrong stream`);
}
