import type { RequestIdPlace } from '../../requests/request-id.ts';
import type { Call } from './call.ts';
import type { CallTable } from './call-table.ts';
import { Fifo } from './fifo.ts';
import { writeFrameHeader, writeUint32 } from './frame-codec.ts';
import {
  DEFAULT_MAX_FRAME_BYTES,
  DEFAULT_WINDOW_BYTES,
  ERROR_CODE,
  FLAG,
  FRAME,
  FRAME_HEADER_BYTES,
  MAX_WINDOW_BYTES,
} from './http2-codes.ts';
import { IdWriter } from './id-writer.ts';
import { MESSAGE_PREFIX_BYTES, writeMessagePrefix } from './message-codec.ts';
import { OutputBuffer } from './output-buffer.ts';
import { ProtocolViolation } from './protocol-violation.ts';

const DATA_OFFSET = FRAME_HEADER_BYTES + MESSAGE_PREFIX_BYTES;

/**
 * Sends request messages as DATA frames within the peer's two windows (RFC 9113 §5.2), its frame size
 * and what the socket takes. Large ones take turns frame by frame, so that none waits behind another.
 */
export class BodySender {
  readonly #output: OutputBuffer;
  readonly #calls: CallTable;
  /** Stream ids, not calls: a call may have ended and begun anew since. */
  readonly #round = new Fifo<number>();
  readonly #idWriter: IdWriter | undefined;
  readonly #prefix = new Uint8Array(MESSAGE_PREFIX_BYTES);
  #connectionWindow = DEFAULT_WINDOW_BYTES;
  #initialWindow = DEFAULT_WINDOW_BYTES;
  #maxFrameBytes = DEFAULT_MAX_FRAME_BYTES;

  /** `idPlace`: where each message's id is to be written; undefined: they carry none. */
  constructor(output: OutputBuffer, calls: CallTable, idPlace?: RequestIdPlace) {
    this.#output = output;
    this.#calls = calls;
    this.#idWriter = idPlace && new IdWriter(idPlace);
  }

  get initialWindow(): number {
    return this.#initialWindow;
  }

  set maxFrameBytes(value: number) {
    this.#maxFrameBytes = Math.min(value, OutputBuffer.maxReserveBytes - FRAME_HEADER_BYTES);
  }

  /** Sends the message at once, where everything allows it, or lets it take its turn. */
  start(call: Call): void {
    const frame = call.request.frame;
    const dataBytes = messageBytes(call);
    const isAllowed =
      dataBytes <= this.#connectionWindow &&
      dataBytes <= call.sendWindow &&
      dataBytes <= this.#maxFrameBytes &&
      this.#round.length === 0;
    if (frame === undefined || !isAllowed) {
      this.#queue(call);
      return;
    }
    const at = this.#output.reserve(frame.length);
    this.#output.bytes.set(frame, at);
    writeUint32(this.#output.bytes, at + 5, call.streamId);
    this.#idWriter?.write(
      call,
      0,
      frame.length - DATA_OFFSET,
      this.#output.bytes,
      at + DATA_OFFSET,
    );
    this.#connectionWindow -= dataBytes;
    call.sendWindow -= dataBytes;
    call.sentBytes = dataBytes;
  }

  /** Sends what may be sent just now. */
  pump(): void {
    while (this.#round.length > 0 && this.#connectionWindow > 0 && !this.#output.isFull) {
      const call = this.#calls.get(this.#round.shift() as number);
      if (call === undefined) continue;
      call.isQueued = false;
      if (call.sendWindow <= 0) continue;
      this.#sendFrame(call);
      if (!isSent(call)) this.#queue(call);
    }
  }

  /** WINDOW_UPDATE of the connection. */
  widenConnection(bytes: number): void {
    this.#connectionWindow += bytes;
    if (this.#connectionWindow > MAX_WINDOW_BYTES) throw windowTooLarge();
  }

  /** WINDOW_UPDATE of one stream. */
  widenStream(call: Call, bytes: number): void {
    call.sendWindow += bytes;
    if (call.sendWindow > MAX_WINDOW_BYTES) throw windowTooLarge();
    this.#queue(call);
  }

  /** SETTINGS_INITIAL_WINDOW_SIZE: open streams move by the difference, below zero too (§6.9.2). */
  resizeStreams(initialWindow: number): void {
    const difference = initialWindow - this.#initialWindow;
    this.#initialWindow = initialWindow;
    for (const call of this.#calls.inOrder()) this.widenStream(call, difference);
  }

  #queue(call: Call): void {
    if (call.isQueued || call.sendWindow <= 0 || isSent(call)) return;
    call.isQueued = true;
    this.#round.push(call.streamId);
  }

  #sendFrame(call: Call): void {
    const from = call.sentBytes;
    const totalBytes = messageBytes(call);
    const dataBytes = Math.min(
      totalBytes - from,
      this.#maxFrameBytes,
      call.sendWindow,
      this.#connectionWindow,
    );
    const output = this.#output;
    const at = output.reserve(FRAME_HEADER_BYTES + dataBytes);
    const flags = from + dataBytes === totalBytes ? FLAG.endStream : 0;
    writeFrameHeader(output.bytes, at, dataBytes, FRAME.data, flags, call.streamId);
    this.#copyMessage(call, from, dataBytes, at + FRAME_HEADER_BYTES);
    this.#connectionWindow -= dataBytes;
    call.sendWindow -= dataBytes;
    call.sentBytes += dataBytes;
  }

  /** Bytes [from, from + count) of prefix and message; a window may end inside the prefix. */
  #copyMessage(call: Call, from: number, count: number, at: number): void {
    const { message } = call.request;
    const output = this.#output.bytes;
    const inPrefix = Math.max(0, Math.min(count, MESSAGE_PREFIX_BYTES - from));
    if (inPrefix > 0) {
      writeMessagePrefix(this.#prefix, 0, message.length);
      output.set(this.#prefix.subarray(from, from + inPrefix), at);
    }
    const start = from + inPrefix - MESSAGE_PREFIX_BYTES;
    const end = start + count - inPrefix;
    output.set(message.subarray(start, end), at + inPrefix);
    this.#idWriter?.write(call, start, end, output, at + inPrefix);
  }
}

function messageBytes(call: Call): number {
  return MESSAGE_PREFIX_BYTES + call.request.message.length;
}

/** Whether the last byte of the request was given to the connection. */
export function isSent(call: Call): boolean {
  return call.sentBytes === messageBytes(call);
}

function windowTooLarge(): ProtocolViolation {
  return new ProtocolViolation(ERROR_CODE.flowControlError, 'a window grew past 2^31-1 bytes');
}
