import {
  readGoAway,
  requirePayload,
  requireStream,
  sendPingAck,
  sendSettingsAck,
} from './control-frames.ts';
import type { FrameSink } from './frame-codec.ts';
import { ERROR_CODE, errorName, FLAG, FRAME, SETTING } from './http2-codes.ts';
import type { OutputBuffer } from './output-buffer.ts';
import { ProtocolViolation } from './protocol-violation.ts';
import { readSettings, type SettingsSink } from './settings.ts';
import type { Streams } from './streams.ts';

/** What frames set off that concern the connection itself. */
export interface RouterEvents {
  settingsArrived(): void;
  goAway(lastStreamId: number, detail: string): void;
}

/** Brings every frame to the one who knows what to do with it, and answers SETTINGS and PING. */
export class FrameRouter implements FrameSink, SettingsSink {
  /** SETTINGS_MAX_CONCURRENT_STREAMS; no limit until the server names one. */
  maxConcurrentStreams = Number.POSITIVE_INFINITY;
  readonly #streams: Streams;
  readonly #output: OutputBuffer;
  readonly #events: RouterEvents;
  #isGreeted = false;
  #isStopped = false;

  constructor(streams: Streams, output: OutputBuffer, events: RouterEvents) {
    this.#streams = streams;
    this.#output = output;
    this.#events = events;
  }

  frame(
    type: number,
    flags: number,
    streamId: number,
    bytes: Buffer,
    start: number,
    end: number,
  ): void {
    if (this.#isStopped) return;
    this.#streams.checkOrder(type, streamId);
    if (!this.#isGreeted && (type !== FRAME.settings || flags & FLAG.ack)) {
      throw new ProtocolViolation(ERROR_CODE.protocolError, 'the first frame is not SETTINGS');
    }
    switch (type) {
      case FRAME.data:
        this.#streams.data(flags, streamId, bytes, start, end);
        break;
      case FRAME.headers:
      case FRAME.continuation:
        this.#streams.headers(type, flags, streamId, bytes, start, end);
        break;
      case FRAME.rstStream:
        this.#streams.reset(streamId, bytes, start, end);
        break;
      case FRAME.windowUpdate:
        this.#streams.windowUpdate(streamId, bytes, start, end);
        break;
      default:
        this.#control(type, flags, streamId, bytes, start, end);
    }
  }

  /** The connection is over: what was read with its last frame counts no more. */
  stop(): void {
    this.#isStopped = true;
  }

  setting(id: number, value: number): void {
    if (id === SETTING.maxConcurrentStreams) this.maxConcurrentStreams = value;
    else if (id === SETTING.headerTableSize) this.#streams.head.resizeTable(value);
    else if (id === SETTING.initialWindowSize) this.#streams.sender.resizeStreams(value);
    else if (id === SETTING.maxFrameSize) this.#streams.sender.maxFrameBytes = value;
  }

  #control(
    type: number,
    flags: number,
    streamId: number,
    bytes: Buffer,
    start: number,
    end: number,
  ): void {
    this.#streams.idle.note(this.#streams.readNs);
    switch (type) {
      case FRAME.settings:
        requireStream('SETTINGS', streamId === 0);
        this.#settings(flags, bytes, start, end);
        break;
      case FRAME.ping:
        requireStream('PING', streamId === 0);
        requirePayload('PING', end - start === 8);
        if ((flags & FLAG.ack) === 0) sendPingAck(this.#output, bytes, start);
        break;
      case FRAME.goAway:
        requireStream('GOAWAY', streamId === 0);
        this.#goAway(bytes, start, end);
        break;
      case FRAME.priority:
        requireStream('PRIORITY', streamId !== 0);
        requirePayload('PRIORITY', end - start === 5);
        break;
      case FRAME.pushPromise:
        throw new ProtocolViolation(ERROR_CODE.protocolError, 'PUSH_PROMISE, which we refused');
    }
  }

  #settings(flags: number, bytes: Buffer, start: number, end: number): void {
    if (flags & FLAG.ack) {
      requirePayload('SETTINGS ACK', start === end);
      return;
    }
    readSettings(bytes, start, end, this);
    sendSettingsAck(this.#output);
    this.#isGreeted = true;
    this.#events.settingsArrived();
  }

  #goAway(bytes: Buffer, start: number, end: number): void {
    const { lastStreamId, errorCode, debug } = readGoAway(bytes, start, end);
    const words = debug === '' ? '' : `: ${debug}`;
    this.#events.goAway(lastStreamId, `GOAWAY ${errorName(errorCode)}${words}`);
  }
}
