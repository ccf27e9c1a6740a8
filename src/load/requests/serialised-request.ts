import type { ModelSignature } from './model-signature.ts';

/** A request in parts that follow each other on the wire; tensors are not copied into it. */
export interface SerialisedRequest {
  readonly parts: readonly Uint8Array[];
  /** HTTP: bytes of JSON before the tensors; -1: all is JSON, or this is gRPC. */
  readonly jsonBytes: number;
  /** Where the request's id is to be written; -1: it carries none. */
  readonly idOffset: number;
}

/** `tensors`: the bytes of each input, in the signature's order. */
export type SerialiseRequest = (
  signature: ModelSignature,
  tensors: readonly Uint8Array[],
) => SerialisedRequest;
