import type { OutcomeCode } from '../../contract/outcome.ts';
import type { Slot } from '../engines/engine.ts';
import type { RequestIdPlace } from './request-id.ts';

/** The requests of a run, serialised once. Shared by all slots and workers; never written to. */
export interface RequestSet {
  readonly protocol: 'http' | 'grpc';
  /** HTTP: the URL path of the infer call. gRPC: /package.Service/Method. */
  readonly path: string;
  /** Number of different requests; slot.request is below it. */
  readonly size: number;
  /** HTTP: the whole body. gRPC: the ModelInferRequest message without its 5-byte prefix. */
  body(request: number): Uint8Array;
  /** HTTP: bytes of JSON before the tensors (Inference-Header-Content-Length); -1: all is JSON. */
  jsonBytes(request: number): number;
  /** Where the id of each request has to be written into what is sent; absent: requests carry none. */
  readonly idPlace?: RequestIdPlace;
}

/** Compares answers with what the model promised. Pure but for `slot.correct`, which it sets. */
export interface AnswerCheck {
  /**
   * Looks at the body of a good answer, bytes[start, end).
   * `jsonBytes`: HTTP's Inference-Header-Content-Length, -1 where the header was absent; gRPC: -1.
   * Returns ok, malformed-answer or wrong-answer, and then says why in slot.detail.
   * The bytes are the engine's own buffer: nothing of them may be kept.
   */
  check(slot: Slot, bytes: Buffer, start: number, end: number, jsonBytes: number): OutcomeCode;
}
