/** Where a text stops to be JSON, in RapidJSON's words; `offset` counts bytes. */
export class JsonFault extends Error {
  override readonly name = 'JsonFault';
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

interface Reader {
  readonly bytes: Buffer;
  at: number;
  depth: number;
}

const MAX_DEPTH = 1000;
const BYTE_ORDER_MARK = Buffer.from('\uFEFF');
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};
const INVALID = 'Invalid value.';

/**
 * JSON as Triton reads it, for texts that JSON.parse refuses: NaN, Inf and Infinity are numbers, and a
 * mistake is told with RapidJSON's message and offset. Much slower than JSON.parse. Throws JsonFault.
 */
export function parseRapidJson(bytes: Buffer): unknown {
  const start = bytes.subarray(0, 3).equals(BYTE_ORDER_MARK) ? 3 : 0;
  const reader = { bytes, at: start, depth: 0 };
  skipBlanks(reader);
  if (isEnd(reader)) throw new JsonFault('The document is empty.', reader.at);
  const value = readValue(reader);
  skipBlanks(reader);
  if (isEnd(reader)) return value;
  throw new JsonFault('The document root must not be followed by other values.', reader.at);
}

const peek = ({ bytes, at }: Reader): string => String.fromCharCode(bytes[at] ?? 0);

/** To RapidJSON a NUL ends the text as well. */
function isEnd({ bytes, at }: Reader): boolean {
  return (bytes[at] ?? 0) === 0;
}

function skipBlanks(reader: Reader): void {
  while (' \n\r\t'.includes(peek(reader))) reader.at += 1;
}

function takeIf(reader: Reader, character: string): boolean {
  const found = peek(reader) === character;
  if (found) reader.at += 1;
  return found;
}

function readValue(reader: Reader): unknown {
  switch (peek(reader)) {
    case '{':
      return nested(reader, readObject);
    case '[':
      return nested(reader, readArray);
    case '"':
      return readString(reader);
    case 't':
      return readWord(reader, 'true', true);
    case 'f':
      return readWord(reader, 'false', false);
    case 'n':
      return readWord(reader, 'null', null);
    default:
      return readNumber(reader);
  }
}

function nested(reader: Reader, read: (reader: Reader) => unknown): unknown {
  reader.depth += 1;
  if (reader.depth > MAX_DEPTH) {
    throw new JsonFault('Terminate parsing due to Handler error.', reader.at);
  }
  reader.at += 1;
  const value = read(reader);
  reader.depth -= 1;
  return value;
}

function readWord(reader: Reader, word: string, value: unknown): unknown {
  for (const character of word) {
    if (!takeIf(reader, character)) throw new JsonFault(INVALID, reader.at);
  }
  return value;
}

function readObject(reader: Reader): unknown {
  const members: [string, unknown][] = [];
  skipBlanks(reader);
  if (takeIf(reader, '}')) return {};
  for (;;) {
    if (peek(reader) !== '"') throw new JsonFault('Missing a name for object member.', reader.at);
    const name = readString(reader);
    skipBlanks(reader);
    if (!takeIf(reader, ':')) {
      throw new JsonFault('Missing a colon after a name of object member.', reader.at);
    }
    skipBlanks(reader);
    members.push([name, readValue(reader)]);
    skipBlanks(reader);
    if (takeIf(reader, '}')) return Object.fromEntries(members);
    if (!takeIf(reader, ',')) {
      throw new JsonFault("Missing a comma or '}' after an object member.", reader.at);
    }
    skipBlanks(reader);
  }
}

function readArray(reader: Reader): unknown {
  const items: unknown[] = [];
  skipBlanks(reader);
  if (takeIf(reader, ']')) return items;
  for (;;) {
    items.push(readValue(reader));
    skipBlanks(reader);
    if (takeIf(reader, ']')) return items;
    if (!takeIf(reader, ',')) {
      throw new JsonFault("Missing a comma or ']' after an array element.", reader.at);
    }
    skipBlanks(reader);
  }
}

function readString(reader: Reader): string {
  reader.at += 1;
  let text = '';
  for (;;) {
    const start = reader.at;
    while ((reader.bytes[reader.at] ?? 0) >= 0x20 && !'"\\'.includes(peek(reader))) reader.at += 1;
    text += reader.bytes.toString('utf8', start, reader.at);
    if (takeIf(reader, '"')) return text;
    if (isEnd(reader)) {
      throw new JsonFault('Missing a closing quotation mark in string.', reader.at);
    }
    if (peek(reader) !== '\\') {
      throw new JsonFault('Invalid escape character in string.', reader.at);
    }
    text += readEscape(reader);
  }
}

function readEscape(reader: Reader): string {
  const start = reader.at;
  reader.at += 1;
  const simple = ESCAPES[peek(reader)];
  if (simple !== undefined) {
    reader.at += 1;
    return simple;
  }
  if (!takeIf(reader, 'u')) throw new JsonFault('Invalid escape character in string.', start);
  const first = readHex(reader, start);
  if (first < 0xd800 || first > 0xdfff) return String.fromCharCode(first);
  const isPair = first < 0xdc00 && takeIf(reader, '\\') && takeIf(reader, 'u');
  const second = isPair ? readHex(reader, start) : 0;
  if (second < 0xdc00 || second > 0xdfff) {
    throw new JsonFault('The surrogate pair in string is invalid.', start);
  }
  return String.fromCharCode(first, second);
}

function readHex(reader: Reader, start: number): number {
  const digits = reader.bytes.toString('latin1', reader.at, reader.at + 4);
  if (!/^[0-9a-fA-F]{4}$/.test(digits)) {
    throw new JsonFault('Incorrect hex digit after \\u escape in string.', start);
  }
  reader.at += 4;
  return Number.parseInt(digits, 16);
}

function readNumber(reader: Reader): number {
  const start = reader.at;
  const sign = takeIf(reader, '-') ? -1 : 1;
  const named = readNamedNumber(reader);
  if (named !== undefined) return sign * named;
  if (!takeIf(reader, '0')) requireDigits(reader, INVALID);
  if (takeIf(reader, '.')) requireDigits(reader, 'Miss fraction part in number.');
  if (takeIf(reader, 'e') || takeIf(reader, 'E')) {
    if (!takeIf(reader, '+')) takeIf(reader, '-');
    requireDigits(reader, 'Miss exponent in number.');
  }
  const value = Number(reader.bytes.toString('latin1', start, reader.at));
  if (Number.isFinite(value)) return value;
  throw new JsonFault('Number too big to be stored in double.', start);
}

function readNamedNumber(reader: Reader): number | undefined {
  if (takeIf(reader, 'N')) return Number(readWord(reader, 'aN', Number.NaN));
  if (!takeIf(reader, 'I')) return undefined;
  readWord(reader, 'nf', null);
  if (peek(reader) === 'i') readWord(reader, 'inity', null);
  return Number.POSITIVE_INFINITY;
}

function requireDigits(reader: Reader, message: string): void {
  const start = reader.at;
  while (peek(reader) >= '0' && peek(reader) <= '9') reader.at += 1;
  if (reader.at === start) throw new JsonFault(message, reader.at);
}
