import type { Refusal } from './refusal.ts';

/** A tensor as it came off the wire: little-endian bytes, BYTES elements behind their lengths. */
export interface RequestTensor {
  readonly name: string;
  /** KServe's name; one that is unknown is the model's to refuse. */
  readonly datatype: string;
  readonly shape: readonly number[];
  /** A view of what was received: valid until the request is answered. */
  readonly bytes: Uint8Array;
}

/** A tensor of an answer, ready for the wire. */
export interface AnswerTensor {
  readonly name: string;
  readonly datatype: string;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

/** One call of a model, from whichever protocol. Exactly one of `answer` and `refuse` is called, once. */
export interface InferenceRequest {
  /** Empty where the client gave none. */
  readonly id: string;
  readonly inputs: readonly RequestTensor[];
  /** Bytes of the only input, whose name, type and shape are the model's to know. */
  readonly rawInput: Uint8Array | undefined;
  /** Names; empty: all. */
  readonly outputs: readonly string[];
  /** 0: the model's default. */
  readonly priority: number;
  /** 0: none. */
  readonly timeoutUs: number;
  /** When the call had been read, on the server's clock. */
  readonly startNs: number;
  /** Set when the client has left. */
  cancelled: boolean;
  answer(outputs: readonly AnswerTensor[]): void;
  refuse(refusal: Refusal): void;
}

/** How Triton begins a message about a request that a model has looked at. */
export function requestIdPrefix(id: string): string {
  return `[request id: ${id || '<id_unknown>'}] `;
}
