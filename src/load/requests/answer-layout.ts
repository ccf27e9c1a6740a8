import type { ParsedOutput, RawContent } from './parsed-answer.ts';

/**
 * The layout of an answer that was verified once: its fixed bytes, and where the tensors lie between
 * them. Another answer with the same fixed bytes in the same places is as good, without being parsed.
 */
export interface AnswerLayout {
  readonly length: number;
  readonly jsonBytes: number;
  /** Offset of each run of fixed bytes from the start of the answer. */
  readonly fixedAt: readonly number[];
  readonly fixed: readonly Buffer[];
  /** Offset of the first expected output's values. */
  readonly valuesAt: number;
}

/**
 * undefined where bytes alone decide nothing: typed content, and BYTES, whose elements have lengths
 * of their own.
 */
export function layoutOf(
  bytes: Buffer,
  start: number,
  end: number,
  jsonBytes: number,
  outputs: readonly ParsedOutput[],
): AnswerLayout | undefined {
  const raw: RawContent[] = [];
  for (const { content, datatype } of outputs) {
    if (content.kind !== 'raw' || datatype === 'BYTES') return undefined;
    raw.push(content);
  }
  const fixedAt: number[] = [];
  const fixed: Buffer[] = [];
  let at = start;
  for (const { start: from, end: to } of [...raw].sort((a, b) => a.start - b.start)) {
    if (from > at) {
      fixedAt.push(at - start);
      fixed.push(Buffer.from(bytes.subarray(at, from)));
    }
    at = to;
  }
  if (end > at) {
    fixedAt.push(at - start);
    fixed.push(Buffer.from(bytes.subarray(at, end)));
  }
  const valuesAt = (raw[0]?.start ?? start) - start;
  return { length: end - start, jsonBytes, fixedAt, fixed, valuesAt };
}

/** Hot: whether bytes[start, end) is an answer of this layout. */
export function hasLayout(
  layout: AnswerLayout,
  bytes: Buffer,
  start: number,
  end: number,
  jsonBytes: number,
): boolean {
  if (layout.length !== end - start || layout.jsonBytes !== jsonBytes) return false;
  for (let index = 0; index < layout.fixed.length; index += 1) {
    const fixed = layout.fixed[index] as Buffer;
    const at = start + (layout.fixedAt[index] as number);
    if (bytes.compare(fixed, 0, fixed.length, at, at + fixed.length) !== 0) return false;
  }
  return true;
}
