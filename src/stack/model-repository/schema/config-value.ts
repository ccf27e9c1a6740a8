import type { Position } from '../pbtxt/pbtxt-node.ts';

/** A message in the form that JSON gives it; 64-bit integers that a double cannot hold are bigints. */
export interface ConfigMessage {
  readonly [name: string]: ConfigValue;
}

export type ConfigValue =
  | string
  | number
  | bigint
  | boolean
  | ConfigMessage
  | readonly ConfigValue[];

/** What is wrong in a text, where, and what to do about it. */
export interface Mistake {
  readonly at: Position;
  readonly message: string;
  readonly mend: string;
}

/** What a text says by its schema: fields that were set, where each stands, and all mistakes. */
export interface DecodedMessage {
  readonly message: ConfigMessage;
  /** By path, such as `input.0.dims`. */
  readonly positions: ReadonlyMap<string, Position>;
  readonly mistakes: readonly Mistake[];
}
