import { PbtxtSyntaxError, type Position } from './pbtxt-node.ts';
import { literalBytes } from './string-literal.ts';

/** A word of the text. `text` is as written; strings and numbers also carry their value. */
export type Token = { readonly text: string; readonly at: Position } & (
  | { readonly kind: 'identifier' | 'symbol' | 'end' }
  | { readonly kind: 'string'; readonly bytes: Buffer }
  | { readonly kind: 'number'; readonly value: number | bigint }
);

const BLANK = /(?:[ \t\r\v\f]|#[^\n]*)+/y;
const IDENTIFIER = /[A-Za-z_]\w*/y;
const HEX = /0[xX][0-9a-fA-F]+/y;
const OCTAL = /0[0-7]+(?![.\deE])/y;
const DECIMAL = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?[fF]?/y;
const STRING = /"((?:[^"\\\n]|\\[^\n])*)"|'((?:[^'\\\n]|\\[^\n])*)'/y;
const SYMBOLS = '{}[]<>:,;-./';

/** Cuts protobuf text format into words; the last one is of kind `end`. Throws PbtxtSyntaxError. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let offset = 0;
  let line = 1;
  let lineStart = 0;
  const at = (): Position => ({ line, column: offset - lineStart + 1 });
  while (offset < text.length) {
    const blank = matchAt(BLANK, text, offset);
    if (blank) {
      offset += blank[0].length;
    } else if (text[offset] === '\n') {
      offset += 1;
      line += 1;
      lineStart = offset;
    } else {
      const token = tokenAt(text, offset, at());
      tokens.push(token);
      offset += token.text.length;
    }
  }
  tokens.push({ kind: 'end', text: '', at: at() });
  return tokens;
}

function matchAt(pattern: RegExp, text: string, offset: number): RegExpExecArray | null {
  pattern.lastIndex = offset;
  return pattern.exec(text);
}

function tokenAt(text: string, offset: number, at: Position): Token {
  const first = text[offset] ?? '';
  if (first === '"' || first === "'") return stringAt(text, offset, at);
  const identifier = matchAt(IDENTIFIER, text, offset);
  if (identifier) return { kind: 'identifier', text: identifier[0], at };
  if (/\d/.test(first) || /^\.\d/.test(text.slice(offset, offset + 2))) {
    return numberAt(text, offset, at);
  }
  if (SYMBOLS.includes(first)) return { kind: 'symbol', text: first, at };
  const character = String.fromCodePoint(text.codePointAt(offset) ?? 0);
  throw new PbtxtSyntaxError(`unexpected character ${JSON.stringify(character)}`, at);
}

function stringAt(text: string, offset: number, at: Position): Token {
  const match = matchAt(STRING, text, offset);
  if (!match) throw new PbtxtSyntaxError('the string has no closing quote on its line', at);
  const bytes = literalBytes(match[1] ?? match[2] ?? '');
  if (Buffer.isBuffer(bytes)) return { kind: 'string', text: match[0], at, bytes };
  const column = at.column + 1 + bytes.offset;
  throw new PbtxtSyntaxError(bytes.message, { line: at.line, column });
}

function numberAt(text: string, offset: number, at: Position): Token {
  const match =
    matchAt(HEX, text, offset) ?? matchAt(OCTAL, text, offset) ?? matchAt(DECIMAL, text, offset);
  const written = match?.[0] ?? '';
  const next = text[offset + written.length] ?? '';
  if (written === '' || /[\w.]/.test(next) || /^0\d/.test(written.replace(/^0[0-7]+$/, ''))) {
    throw new PbtxtSyntaxError(`"${/^[\w.]+/.exec(text.slice(offset))?.[0]}" is no number`, at);
  }
  return { kind: 'number', text: written, at, value: numberValue(written) };
}

function numberValue(written: string): number | bigint {
  if (/^0[0-7]+$/.test(written)) return BigInt(`0o${written.slice(1)}`);
  if (/^(?:0[xX]|\d+$)/.test(written)) return BigInt(written);
  return Number(written.replace(/[fF]$/, ''));
}
