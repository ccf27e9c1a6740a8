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
  /** Offset of the request's id, which is in none of the fixed bytes; -1: the answer has none. */
  readonly idAt: number;
}

/**
 * undefined where bytes alone decide nothing: typed content, and BYTES, whose elements have lengths
 * of their own. `id`: the request's, which the answer may repeat; '' where it had none.
 */
export function layoutOf(
  bytes: Buffer,
  start: number,
  end: number,
  jsonBytes: number,
  outputs: readonly ParsedOutput[],
  id: string,
): AnswerLayout | undefined {
  const idOffset = id === '' ? -1 : bytes.subarray(start, end).indexOf(id, 0, 'latin1');
  const idAt = idOffset < 0 ? -1 : start + idOffset;
  const variable = variableParts(outputs, { start: idAt, end: idAt + id.length });
  if (!variable) return undefined;
  const fixedAt: number[] = [];
  const fixed: Buffer[] = [];
  let at = start;
  for (const { start: from, end: to } of [...variable].sort((a, b) => a.start - b.start)) {
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
  const valuesAt = (variable[0]?.start ?? start) - start;
  return { length: end - start, jsonBytes, fixedAt, fixed, valuesAt, idAt: idOffset };
}

type Part = Pick<RawContent, 'start' | 'end'>;

/** The outputs' values in their order, then the id where there is one; undefined where they do not decide. */
function variableParts(outputs: readonly ParsedOutput[], id: Part): Part[] | undefined {
  const parts: Part[] = [];
  for (const { content, datatype } of outputs) {
    if (content.kind !== 'raw' || datatype === 'BYTES') return undefined;
    const holdsId = id.start < content.end && id.end > content.start;
    if (id.start >= 0 && holdsId) return undefined;
    parts.push(content);
  }
  return id.start < 0 ? parts : [...parts, id];
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
