import { DEFAULT_MAX_FRAME_BYTES, MAX_STREAM_ID } from './http2-codes.ts';

/**
 * What bounds the memory and the patience of a connection. A peer that goes past one of these is in
 * error; none of them is reached by an honest server.
 */
export interface GrpcLimits {
  /** Largest frame we accept: our SETTINGS_MAX_FRAME_SIZE. */
  readonly maxFrameBytes: number;
  /** One header block, as sent and as decoded: our SETTINGS_MAX_HEADER_LIST_SIZE. */
  readonly maxHeaderBytes: number;
  /** HEADERS and CONTINUATION frames that one block may come in. */
  readonly maxHeaderFragments: number;
  /** One answer, decompressed. */
  readonly maxMessageBytes: number;
  /** Frames a second that bring no answer closer (PING, SETTINGS, empty DATA, unknown …). */
  readonly maxIdleFramesPerSecond: number;
  /** Control frames waiting for a peer that does not read. */
  readonly maxBacklogBytes: number;
  /** A connection that is not ready by then has failed. */
  readonly connectTimeoutMs: number;
  /** The last stream id a connection may use; then it is replaced. */
  readonly maxStreamId: number;
}

export const GRPC_LIMITS: GrpcLimits = {
  maxFrameBytes: DEFAULT_MAX_FRAME_BYTES,
  maxHeaderBytes: 256 * 1024,
  maxHeaderFragments: 1024,
  maxMessageBytes: 256 * 1024 * 1024,
  maxIdleFramesPerSecond: 10_000,
  maxBacklogBytes: 4 * 1024 * 1024,
  connectTimeoutMs: 5000,
  maxStreamId: MAX_STREAM_ID,
};
