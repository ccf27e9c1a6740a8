import { uint32, writeFrameHeader, writeUint32 } from './frame-codec.ts';
import type { GrpcLimits } from './grpc-limits.ts';
import {
  DEFAULT_MAX_FRAME_BYTES,
  ERROR_CODE,
  FRAME,
  FRAME_HEADER_BYTES,
  MAX_WINDOW_BYTES,
  SETTING,
} from './http2-codes.ts';
import type { OutputBuffer } from './output-buffer.ts';
import { ProtocolViolation } from './protocol-violation.ts';
import { ReceiveWindow } from './receive-window.ts';

const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
const SETTING_BYTES = 6;
const MAX_FRAME_BYTES = 2 ** 24 - 1;

/** Takes the peer's settings one after the other, already checked. */
export interface SettingsSink {
  setting(id: number, value: number): void;
}

/** The payload of a SETTINGS frame (RFC 9113 §6.5.2). Settings we do not know mean nothing to us. */
export function readSettings(
  bytes: Uint8Array,
  start: number,
  end: number,
  sink: SettingsSink,
): void {
  if ((end - start) % SETTING_BYTES !== 0) {
    throw new ProtocolViolation(ERROR_CODE.frameSizeError, 'SETTINGS of an odd length');
  }
  for (let at = start; at < end; at += SETTING_BYTES) {
    const id = uint32(bytes, at) >>> 16;
    const value = uint32(bytes, at + 2);
    checkSetting(id, value);
    sink.setting(id, value);
  }
}

function checkSetting(id: number, value: number): void {
  if (id === SETTING.enablePush && value !== 0) {
    throw new ProtocolViolation(ERROR_CODE.protocolError, 'the server wants to be pushed to');
  }
  if (id === SETTING.initialWindowSize && value > MAX_WINDOW_BYTES) {
    throw new ProtocolViolation(ERROR_CODE.flowControlError, `an initial window of ${value}`);
  }
  if (id !== SETTING.maxFrameSize) return;
  if (value >= DEFAULT_MAX_FRAME_BYTES && value <= MAX_FRAME_BYTES) return;
  throw new ProtocolViolation(ERROR_CODE.protocolError, `a maximum frame size of ${value}`);
}

/** What a client says first: the preface, its SETTINGS, and a connection window as wide as can be. */
export function sendGreeting(output: OutputBuffer, limits: GrpcLimits): void {
  const bytes = greeting(limits);
  const at = output.reserve(bytes.length);
  output.bytes.set(bytes, at);
}

function greeting(limits: GrpcLimits): Buffer {
  const settings: readonly (readonly [id: number, value: number])[] = [
    [SETTING.enablePush, 0],
    [SETTING.initialWindowSize, MAX_WINDOW_BYTES],
    [SETTING.maxFrameSize, limits.maxFrameBytes],
    [SETTING.maxHeaderListSize, limits.maxHeaderBytes],
  ];
  const settingsAt = PREFACE.length;
  const settingsBytes = SETTING_BYTES * settings.length;
  const updateAt = settingsAt + FRAME_HEADER_BYTES + settingsBytes;
  const bytes = Buffer.alloc(updateAt + FRAME_HEADER_BYTES + 4);
  bytes.write(PREFACE, 'latin1');
  writeFrameHeader(bytes, settingsAt, settingsBytes, FRAME.settings, 0, 0);
  settings.forEach(([id, value], index) => {
    const at = settingsAt + FRAME_HEADER_BYTES + SETTING_BYTES * index;
    bytes.writeUInt16BE(id, at);
    writeUint32(bytes, at + 2, value);
  });
  writeFrameHeader(bytes, updateAt, 4, FRAME.windowUpdate, 0, 0);
  writeUint32(bytes, updateAt + FRAME_HEADER_BYTES, ReceiveWindow.firstRefillBytes);
  return bytes;
}
