/** An answer taken apart, from either protocol; nothing of it is believed yet. */
export interface ParsedAnswer {
  readonly modelName: string;
  /** '' where it has none: the protocol leaves it to the server. */
  readonly id: string;
  readonly outputs: readonly ParsedOutput[];
}

export interface ParsedOutput {
  readonly name: string;
  readonly datatype: string;
  readonly shape: readonly number[];
  readonly content: RawContent | TypedContent;
}

/** Little-endian bytes of the tensor: bytes[start, end) of the buffer that was parsed. */
export interface RawContent {
  readonly kind: 'raw';
  readonly start: number;
  readonly end: number;
}

/** One value for each element: numbers, texts, booleans. */
export interface TypedContent {
  readonly kind: 'typed';
  readonly values: readonly unknown[];
}

/**
 * Takes bytes[start, end) apart; a string says why it is no answer. Must not throw, whatever the
 * bytes. `jsonBytes` as in `AnswerCheck`.
 */
export type ParseAnswer = (
  bytes: Buffer,
  start: number,
  end: number,
  jsonBytes: number,
) => ParsedAnswer | string;
