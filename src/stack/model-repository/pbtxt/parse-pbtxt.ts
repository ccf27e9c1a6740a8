import { type PbtxtField, PbtxtSyntaxError, type PbtxtValue, type Position } from './pbtxt-node.ts';
import { type Token, tokenize } from './tokenize.ts';

/** As deep as protobuf's own parser goes. */
const MAX_DEPTH = 100;
const CLOSING: Readonly<Record<string, string>> = { '{': '}', '<': '>' };

/** The words of a text and how far they were read. */
interface Cursor {
  readonly tokens: readonly Token[];
  next: number;
  depth: number;
}

/**
 * Protobuf text format → the fields of its outermost message, in the order of the text. Knows no
 * schema. Throws PbtxtSyntaxError at the first mistake.
 * Grammar: https://protobuf.dev/reference/protobuf/textformat-spec/
 */
export function parsePbtxt(text: string): readonly PbtxtField[] {
  return fieldsUntil({ tokens: tokenize(text), next: 0, depth: 0 }, '');
}

function peek(cursor: Cursor): Token {
  const token = cursor.tokens[cursor.next] ?? cursor.tokens.at(-1);
  if (!token) throw new PbtxtSyntaxError('the text is empty', { line: 1, column: 1 });
  return token;
}

function take(cursor: Cursor): Token {
  const token = peek(cursor);
  cursor.next += 1;
  return token;
}

/** Reads the next word when it is this symbol. */
function takeIf(cursor: Cursor, symbol: string): boolean {
  const token = peek(cursor);
  const found = token.kind === 'symbol' && token.text === symbol;
  if (found) cursor.next += 1;
  return found;
}

function expected(what: string, found: Token): PbtxtSyntaxError {
  const shown = found.kind === 'end' ? 'the end of the file' : `\`${found.text}\``;
  return new PbtxtSyntaxError(`expected ${what}, found ${shown}`, found.at);
}

function fieldsUntil(cursor: Cursor, closing: string): PbtxtField[] {
  const fields: PbtxtField[] = [];
  for (;;) {
    if (closing === '' && peek(cursor).kind === 'end') return fields;
    if (closing !== '' && takeIf(cursor, closing)) return fields;
    fields.push(fieldAt(cursor, closing));
    if (!takeIf(cursor, ',')) takeIf(cursor, ';');
  }
}

function fieldAt(cursor: Cursor, closing: string): PbtxtField {
  const token = take(cursor);
  const name = fieldName(cursor, token, closing);
  const hasColon = takeIf(cursor, ':');
  const value = valueAt(cursor);
  if (!hasColon && !isMessageOrMessages(value)) {
    throw new PbtxtSyntaxError(`expected \`:\` after \`${name}\``, value.at);
  }
  return { name, at: token.at, value };
}

/** A plain name, or an extension or type URL in brackets, which no schema here knows. */
function fieldName(cursor: Cursor, token: Token, closing: string): string {
  if (token.kind === 'identifier') return token.text;
  if (token.text !== '[') {
    throw expected(closing === '' ? 'a field name' : `a field name or \`${closing}\``, token);
  }
  const parts: string[] = [];
  while (!takeIf(cursor, ']')) {
    const part = take(cursor);
    if (part.kind !== 'identifier' && !'./-'.includes(part.text || ' '))
      throw expected('`]`', part);
    parts.push(part.text);
  }
  return `[${parts.join('')}]`;
}

function isMessageOrMessages(value: PbtxtValue): boolean {
  if (value.kind === 'message') return true;
  return value.kind === 'list' && value.items.every(({ kind }) => kind === 'message');
}

function valueAt(cursor: Cursor): PbtxtValue {
  const token = take(cursor);
  if (token.kind === 'string') return stringValue(cursor, token);
  if (token.kind === 'number') return { kind: 'number', at: token.at, value: token.value };
  if (token.kind === 'identifier') return { kind: 'identifier', at: token.at, name: token.text };
  if (token.text === '-') return negativeValue(cursor, token.at);
  const closing = CLOSING[token.text];
  if (closing !== undefined) {
    return { kind: 'message', at: token.at, fields: inside(cursor, token, closing) };
  }
  if (token.text === '[') return listValue(cursor, token.at);
  throw expected('a value', token);
}

function inside(cursor: Cursor, opening: Token, closing: string): PbtxtField[] {
  cursor.depth += 1;
  if (cursor.depth > MAX_DEPTH) {
    throw new PbtxtSyntaxError(`nested more than ${MAX_DEPTH} deep`, opening.at);
  }
  const fields = fieldsUntil(cursor, closing);
  cursor.depth -= 1;
  return fields;
}

/** Strings that follow each other are one string; escapes may split a character between them. */
function stringValue(cursor: Cursor, first: Token & { readonly kind: 'string' }): PbtxtValue {
  const pieces = [first.bytes];
  for (let token = peek(cursor); token.kind === 'string'; token = peek(cursor)) {
    pieces.push(token.bytes);
    cursor.next += 1;
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      Buffer.concat(pieces),
    );
    return { kind: 'string', at: first.at, text };
  } catch {
    throw new PbtxtSyntaxError('the string is not valid UTF-8', first.at);
  }
}

function negativeValue(cursor: Cursor, at: Position): PbtxtValue {
  const token = take(cursor);
  if (token.kind === 'number') return { kind: 'number', at, value: -token.value };
  if (token.kind === 'identifier') {
    const name = token.text.toLowerCase();
    if (name === 'inf' || name === 'infinity') return { kind: 'number', at, value: -Infinity };
    if (name === 'nan') return { kind: 'number', at, value: Number.NaN };
  }
  throw expected('a number after `-`', token);
}

function listValue(cursor: Cursor, at: Position): PbtxtValue {
  const items: PbtxtValue[] = [];
  if (takeIf(cursor, ']')) return { kind: 'list', at, items };
  do {
    const first = peek(cursor);
    if (first.text === '[') throw new PbtxtSyntaxError('a list inside a list', first.at);
    items.push(valueAt(cursor));
  } while (takeIf(cursor, ','));
  if (!takeIf(cursor, ']')) throw expected('`,` or `]`', peek(cursor));
  return { kind: 'list', at, items };
}
