import { ERROR_CODE } from '../http2-codes.ts';
import { ProtocolViolation } from '../protocol-violation.ts';
import { EOS, HUFFMAN_CODES } from './huffman-code.ts';

/**
 * A state machine over half bytes. A state is an inner node of the code tree; no code is shorter than
 * five bits, so four bits end at most one symbol. A transition is one number: the next state in bits
 * 0–8, "a symbol ended" in bit 9, that symbol from bit 10 on; -1 is EOS, which no text may hold.
 */
const NEXT_STATE = 0x1ff;
const SYMBOL_ENDED = 0x200;
const SYMBOL_SHIFT = 10;

interface Node {
  /** All ones, and fewer than eight, since the last symbol: here a text may end (RFC 7541 §5.2). */
  readonly mayEnd: boolean;
  readonly depth: number;
  /** By bit: the number of an inner node, or -1 - symbol. */
  readonly next: (number | undefined)[];
}

const TREE = buildTree();
const TRANSITIONS = Int32Array.from({ length: TREE.length * 16 }, (_, at) =>
  transition(at >>> 4, at & 15),
);
const MAY_END = Uint8Array.from(TREE, (node) => (node.mayEnd ? 1 : 0));

function buildTree(): Node[] {
  const tree: Node[] = [{ mayEnd: true, depth: 0, next: [] }];
  for (const { symbol, bits, length } of HUFFMAN_CODES) {
    let at = 0;
    for (let shift = length - 1; shift > 0; shift -= 1) {
      const bit = (bits >>> shift) & 1;
      const node = tree[at] as Node;
      at = node.next[bit] ?? tree.length;
      if (at < tree.length) continue;
      node.next[bit] = at;
      const depth = node.depth + 1;
      tree.push({ mayEnd: node.mayEnd && bit === 1 && depth < 8, depth, next: [] });
    }
    (tree[at] as Node).next[bits & 1] = -1 - symbol;
  }
  return tree;
}

function transition(state: number, nibble: number): number {
  let at = state;
  let ended = 0;
  for (let shift = 3; shift >= 0; shift -= 1) {
    const next = (tree(at).next[(nibble >>> shift) & 1] ?? 0) as number;
    if (next === -1 - EOS) return -1;
    if (next < 0) ended = SYMBOL_ENDED | ((-1 - next) << SYMBOL_SHIFT);
    at = next < 0 ? 0 : next;
  }
  return at | ended;
}

function tree(state: number): Node {
  return TREE[state] as Node;
}

/** Huffman-coded bytes[start, end) → Latin-1 text. Throws a ProtocolViolation for EOS and bad padding. */
export function huffmanDecode(bytes: Buffer, start: number, end: number): string {
  const text = Buffer.allocUnsafe(Math.floor(((end - start) * 8) / 5));
  let length = 0;
  let state = 0;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] as number;
    for (let shift = 4; shift >= 0; shift -= 4) {
      const step = TRANSITIONS[state * 16 + ((byte >>> shift) & 15)] as number;
      if (step < 0) throw badHuffman('holds EOS');
      if ((step & SYMBOL_ENDED) !== 0) text[length++] = step >>> SYMBOL_SHIFT;
      state = step & NEXT_STATE;
    }
  }
  if (MAY_END[state] !== 1) throw badHuffman('ends in the middle of a symbol');
  return text.toString('latin1', 0, length);
}

function badHuffman(what: string): ProtocolViolation {
  return new ProtocolViolation(ERROR_CODE.compressionError, `a Huffman-coded header ${what}`);
}
