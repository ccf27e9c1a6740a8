import type { Position } from './pbtxt/pbtxt-node.ts';

/** Something in a model repository that a server would stumble over. */
export interface Finding {
  /** Absolute path of the file or folder. */
  readonly file: string;
  readonly at: Position | undefined;
  /** One sentence without a full stop. */
  readonly message: string;
  /** What to do about it. */
  readonly mend: string;
}

/** `path:line:column: message (mend)`, as compilers write it, so that editors can follow it. */
export function printFinding({ file, at, message, mend }: Finding): string {
  const place = at === undefined ? file : `${file}:${at.line}:${at.column}`;
  return `${place}: ${message} (${mend})`;
}
