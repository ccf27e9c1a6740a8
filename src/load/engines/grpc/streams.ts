import type { Slot } from '../engine.ts';
import { outcomeOfGrpcStatus } from '../outcome.ts';
import { AnswerHeaders } from './answer-headers.ts';
import { AnswerReader } from './answer-reader.ts';
import { BodySender, isSent } from './body-sender.ts';
import type { Call } from './call.ts';
import { CallTable } from './call-table.ts';
import type { CallEvents } from './connection-events.ts';
import type { ConnectionSetUp } from './connection-set-up.ts';
import { requirePayload, requireStream, sendReset, sendWindowUpdate } from './control-frames.ts';
import { uint32 } from './frame-codec.ts';
import { grpcStatusOfReset } from './grpc-status.ts';
import { HeaderBlocks } from './header-blocks.ts';
import { ERROR_CODE, errorName, FLAG, FRAME, MAX_WINDOW_BYTES } from './http2-codes.ts';
import { IdleFrames } from './idle-frames.ts';
import type { OutputBuffer } from './output-buffer.ts';
import { ProtocolViolation } from './protocol-violation.ts';
import { ReceiveWindow } from './receive-window.ts';
import { RequestHead } from './request-head.ts';
import { ResetStreams } from './reset-streams.ts';

const PRIORITY_BYTES = 5;
const INFORMATIONAL_BELOW = 200;

/** The streams of one connection: opens them, and takes the frames that belong to one. */
export class Streams {
  readonly idle: IdleFrames;
  readonly head: RequestHead;
  readonly sender: BodySender;
  /** Time of the read whose frames are being looked at. */
  readNs = 0;
  /** Whether any answer came to its end. */
  hasAnswered = false;

  readonly #output: OutputBuffer;
  readonly #events: CallEvents;
  readonly #maxStreamId: number;
  readonly #calls = new CallTable();
  readonly #blocks: HeaderBlocks;
  readonly #headers = new AnswerHeaders();
  readonly #reader: AnswerReader;
  readonly #window = new ReceiveWindow();
  readonly #reset = new ResetStreams();
  #nextStreamId = 1;
  #unstamped: Call[] = [];

  constructor(setUp: ConnectionSetUp, output: OutputBuffer, events: CallEvents) {
    this.#output = output;
    this.#events = events;
    this.#maxStreamId = setUp.limits.maxStreamId;
    this.#blocks = new HeaderBlocks(setUp.limits);
    this.#reader = new AnswerReader(setUp.check, setUp.limits);
    this.idle = new IdleFrames(setUp.limits.maxIdleFramesPerSecond);
    this.head = new RequestHead(setUp.headers);
    this.sender = new BodySender(output, this.#calls, setUp.idPlace);
  }

  get active(): number {
    return this.#calls.size;
  }
  /** False when the ids of this connection are used up. */
  get hasIds(): boolean {
    return this.#nextStreamId <= this.#maxStreamId;
  }

  /** `call` holds its slot and its request. */
  open(call: Call): void {
    call.begin(this.#nextStreamId, this.sender.initialWindow);
    this.#nextStreamId += 2;
    this.#calls.add(call);
    this.head.write(this.#output, call.streamId);
    this.#unstamped.push(call);
    this.sender.start(call);
  }

  /** The requests gathered so far are about to be handed to the socket. */
  stamp(nowNs: number): void {
    const calls = this.#unstamped;
    for (let at = 0; at < calls.length; at += 1) {
      const call = calls[at] as Call;
      (call.slot as Slot).sentNs = nowNs;
      this.#events.sent(call);
    }
    calls.length = 0;
  }

  /** The client gives up on a call; its late frames will be ignored. */
  cancel(call: Call): void {
    sendReset(this.#output, call.streamId, ERROR_CODE.cancel);
    this.#reset.add(call.streamId);
    this.#remove(call);
  }

  /** GOAWAY: streams above the server's last one were not looked at. Newest first. */
  giveBackAbove(lastStreamId: number, detail: string): void {
    for (const call of this.#calls.inOrder().reverse()) {
      if (call.streamId <= lastStreamId) return;
      this.#remove(call);
      this.#events.unprocessed(call, detail);
    }
  }

  /** Forgets all calls and returns them, oldest first. */
  takeAll(): Call[] {
    const calls = this.#calls.inOrder();
    for (const call of calls) this.#remove(call);
    return calls;
  }

  /** Called for every frame. */
  checkOrder(type: number, streamId: number): void {
    this.#blocks.checkOrder(type, streamId);
  }

  data(flags: number, streamId: number, bytes: Buffer, start: number, end: number): void {
    const refill = this.#window.take(end - start);
    if (refill > 0) sendWindowUpdate(this.#output, refill);
    const endsStream = (flags & FLAG.endStream) !== 0;
    const call = this.#calls.get(streamId);
    if (call === undefined) {
      this.#late('DATA', streamId, endsStream);
      return;
    }
    this.#stampFirstByte(call);
    const from = start + (flags & FLAG.padded ? 1 : 0);
    const to = end - paddingBytes(flags, bytes, start, end);
    if (from === to && !endsStream) this.idle.note(this.readNs);
    if (this.#reader.data(call, bytes, from, to, endsStream)) this.#end(call, endsStream);
  }

  /** HEADERS and CONTINUATION. Blocks of forgotten streams are decoded too: they change the tables. */
  headers(
    type: number,
    flags: number,
    streamId: number,
    bytes: Buffer,
    start: number,
    end: number,
  ): void {
    let from = start;
    let to = end;
    if (type === FRAME.headers) {
      if (flags & FLAG.padded) from += 1;
      if (flags & FLAG.priority) from += PRIORITY_BYTES;
      to -= paddingBytes(flags, bytes, start, end);
      requirePayload('HEADERS', from <= to);
      this.#requireOpened('HEADERS', streamId);
    }
    const call = this.#calls.get(streamId);
    if (call !== undefined) this.#stampFirstByte(call);
    if (!this.#blocks.push(streamId, type, flags, bytes, from, to, this.#headers)) return;
    if (call === undefined) this.#late('HEADERS', streamId, this.#blocks.endsStream);
    else this.#answered(call, this.#blocks.endsStream);
  }

  reset(streamId: number, bytes: Buffer, start: number, end: number): void {
    requirePayload('RST_STREAM', end - start === 4);
    this.#requireOpened('RST_STREAM', streamId);
    this.#reset.delete(streamId);
    const call = this.#calls.get(streamId);
    if (call === undefined) this.idle.note(this.readNs);
    else this.#wasReset(call, uint32(bytes, start));
  }

  /** WINDOW_UPDATE of a stream or, with id 0, of the connection. */
  windowUpdate(streamId: number, bytes: Buffer, start: number, end: number): void {
    requirePayload('WINDOW_UPDATE', end - start === 4);
    const increment = uint32(bytes, start) & MAX_WINDOW_BYTES;
    if (increment === 0) {
      throw new ProtocolViolation(ERROR_CODE.protocolError, 'WINDOW_UPDATE by nothing');
    }
    if (streamId === 0) {
      this.sender.widenConnection(increment);
      return;
    }
    this.#requireOpened('WINDOW_UPDATE', streamId);
    const call = this.#calls.get(streamId);
    if (call !== undefined) this.sender.widenStream(call, increment);
  }

  #answered(call: Call, endsStream: boolean): void {
    if (this.#reader.headers(call, this.#headers, endsStream)) this.#end(call, endsStream);
    else if (this.#headers.httpStatus < INFORMATIONAL_BELOW) this.idle.note(this.readNs);
  }

  #wasReset(call: Call, errorCode: number): void {
    this.#stampFirstByte(call);
    const detail = `the server reset the stream: ${errorName(errorCode)}`;
    this.#remove(call);
    if (errorCode === ERROR_CODE.refusedStream) {
      this.#events.unprocessed(call, detail);
      return;
    }
    const outcome = outcomeOfGrpcStatus(grpcStatusOfReset(errorCode), detail);
    this.#events.ended(call, outcome, detail);
  }

  #end(call: Call, endsStream: boolean): void {
    if (!endsStream) this.#reset.add(call.streamId);
    if (!endsStream || !isSent(call)) sendReset(this.#output, call.streamId, ERROR_CODE.cancel);
    this.#remove(call);
    this.hasAnswered = true;
    this.#events.ended(call, this.#reader.outcome, this.#reader.detail);
  }

  #remove(call: Call): void {
    this.#calls.remove(call);
    this.idle.forgive();
    if ((call.slot as Slot).sentNs >= 0) return;
    this.#unstamped = this.#unstamped.filter((other) => other !== call);
  }

  #stampFirstByte(call: Call): void {
    const slot = call.slot as Slot;
    if (slot.sentNs < 0) {
      throw new ProtocolViolation(ERROR_CODE.protocolError, 'an answer to what was not yet sent');
    }
    if (slot.firstByteNs < 0) slot.firstByteNs = this.readNs;
  }

  /**
   * A frame on a stream that is closed here. gRPC's C core (Triton) sends the trailers of a request
   * that it cannot parse several times over: trailers again are nothing new, all else is a fault.
   */
  #late(frame: 'DATA' | 'HEADERS', streamId: number, endsStream: boolean): void {
    this.#requireOpened(frame, streamId);
    this.idle.note(this.readNs);
    const isRepeated = frame === 'HEADERS' && endsStream;
    if (!isRepeated && !this.#reset.has(streamId)) {
      throw new ProtocolViolation(ERROR_CODE.streamClosed, `${frame} on a closed stream`);
    }
    if (endsStream) this.#reset.delete(streamId);
  }

  #requireOpened(frame: string, streamId: number): void {
    requireStream(frame, (streamId & 1) === 1 && streamId < this.#nextStreamId);
  }
}

/** Padding at the end of a frame (RFC 9113 §6.1); the byte that says how much stands at its start. */
function paddingBytes(flags: number, bytes: Buffer, start: number, end: number): number {
  if ((flags & FLAG.padded) === 0) return 0;
  requirePayload('a padded frame', start < end);
  const padding = bytes[start] as number;
  if (padding < end - start) return padding;
  throw new ProtocolViolation(ERROR_CODE.protocolError, 'more padding than frame');
}
