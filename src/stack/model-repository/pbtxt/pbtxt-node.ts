/** A place in a text, for people: both count from 1, columns in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** `name: value` or `name { … }`, exactly as it stands in the text. */
export interface PbtxtField {
  readonly name: string;
  readonly at: Position;
  readonly value: PbtxtValue;
}

/**
 * What a field was given. `identifier` is an enum value, a bool or inf/nan: only the schema knows which.
 * A number written without point and exponent is a bigint, so that 64-bit values stay exact.
 */
export type PbtxtValue =
  | { readonly kind: 'message'; readonly at: Position; readonly fields: readonly PbtxtField[] }
  | { readonly kind: 'list'; readonly at: Position; readonly items: readonly PbtxtValue[] }
  | { readonly kind: 'string'; readonly at: Position; readonly text: string }
  | { readonly kind: 'number'; readonly at: Position; readonly value: number | bigint }
  | { readonly kind: 'identifier'; readonly at: Position; readonly name: string };

/** The text is not protobuf text format; `at` is where it stops to be. */
export class PbtxtSyntaxError extends Error {
  override readonly name = 'PbtxtSyntaxError';
  readonly at: Position;

  constructor(message: string, at: Position) {
    super(message);
    this.at = at;
  }
}
