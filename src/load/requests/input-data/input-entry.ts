/** One inference's values as a user gave them. */
export interface InputEntry {
  /** As messages name it: where it came from. */
  readonly origin: string;
  readonly inputs: ReadonlyMap<string, EntryTensor>;
  /** What must come back, where it was given. */
  readonly outputs: ReadonlyMap<string, EntryTensor>;
}

/** The tensor of one inference: little-endian bytes, without the batch dimension. */
export interface EntryTensor {
  readonly bytes: Uint8Array;
  /** undefined: the model's own, or that of --shape. */
  readonly shape: readonly number[] | undefined;
}
