import type { RequestSet } from '../../requests/request-set.ts';
import { writeFrameHeader } from './frame-codec.ts';
import { DEFAULT_MAX_FRAME_BYTES, FLAG, FRAME, FRAME_HEADER_BYTES } from './http2-codes.ts';
import { MESSAGE_PREFIX_BYTES, writeMessagePrefix } from './message-codec.ts';

/** One request as it lies ready. */
export interface PreparedRequest {
  /** The message without its prefix. */
  readonly message: Uint8Array;
  /** The whole of it as one DATA frame with END_STREAM, all but the stream id; undefined when large. */
  readonly frame: Buffer | undefined;
}

export const NO_REQUEST: PreparedRequest = { message: new Uint8Array(0), frame: undefined };

/** Sets up to this size are copied out of shared memory: copying from there later costs ten times as much. */
const MAX_FRAMED_BYTES = 64 * 1024 * 1024;
const DATA_OFFSET = FRAME_HEADER_BYTES + MESSAGE_PREFIX_BYTES;

/** Frames the small requests of a set once; large ones stay where they are. */
export function prepareRequests(requests: RequestSet): PreparedRequest[] {
  const messages = Array.from({ length: requests.size }, (_, request) => requests.body(request));
  let framedBytes = 0;
  return messages.map((message) => {
    const frameBytes = DATA_OFFSET + message.length;
    const isSmall = frameBytes <= FRAME_HEADER_BYTES + DEFAULT_MAX_FRAME_BYTES;
    if (!isSmall || framedBytes + frameBytes > MAX_FRAMED_BYTES) {
      return { message, frame: undefined };
    }
    framedBytes += frameBytes;
    const frame = frameOf(message);
    return { message: frame.subarray(DATA_OFFSET), frame };
  });
}

function frameOf(message: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafeSlow(DATA_OFFSET + message.length);
  writeFrameHeader(frame, 0, MESSAGE_PREFIX_BYTES + message.length, FRAME.data, FLAG.endStream, 0);
  writeMessagePrefix(frame, FRAME_HEADER_BYTES, message.length);
  frame.set(message, DATA_OFFSET);
  return frame;
}
