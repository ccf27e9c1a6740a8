/**
 * A request set as shared memory: built once by the coordinator, read by every worker without a copy.
 * `bodies` holds request i at [offsets[i], offsets[i + 1]).
 */
export interface SharedRequests {
  readonly protocol: 'http' | 'grpc';
  readonly path: string;
  readonly bodies: SharedArrayBuffer;
  readonly offsets: readonly number[];
  readonly jsonBytes: readonly number[];
  /** Where in each request its id is to be written; -1: they carry none. */
  readonly idOffset: number;
  /** sha256 of all bodies in order, hex. */
  readonly sha256: string;
  /** digits, random, … */
  readonly source: string;
  readonly expected: ExpectedAnswer;
}

/** What every good answer has to look like. */
export interface ExpectedAnswer {
  readonly modelName: string;
  readonly batchSize: number;
  readonly outputs: readonly {
    readonly name: string;
    readonly datatype: string;
    /** With the batch dimension; -1 where any size is fine. */
    readonly shape: readonly number[];
  }[];
  /** FP32 reference values of the first output, request after request; null: not known. */
  readonly reference: SharedArrayBuffer | null;
  /** One label a row, request after request; null: not known. */
  readonly labels: SharedArrayBuffer | null;
}
