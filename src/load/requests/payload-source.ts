import type { ModelSignature } from './model-signature.ts';

/** Where the values of requests come from. */
export interface PayloadSource {
  /** As the report names it: digits, random, zero, or a path. */
  readonly name: string;
  /** Requests it makes before it repeats itself. */
  readonly variety: number;
  /**
   * The bytes of each input of one request, in the signature's order: for fixed-size datatypes
   * elements × batch size of them. The same for the same number; valid until the next call.
   */
  inputs(request: number): readonly Uint8Array[];
  /** Requests of different shapes; absent: all are alike. */
  signatureOf?(request: number): ModelSignature;
  /** What must come back for the first `requests` requests; absent: nobody knows. */
  answers?(requests: number): KnownAnswers;
}

/** Shared memory, so that every worker checks against the same copy. */
export interface KnownAnswers {
  /** FP32 values of the first output, row after row. */
  readonly reference: SharedArrayBuffer;
  /** One label a row; null: not known. */
  readonly labels: SharedArrayBuffer | null;
}
