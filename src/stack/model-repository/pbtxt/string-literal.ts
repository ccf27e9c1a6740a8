const SIMPLE_ESCAPES: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
  '?': 63,
  '\\': 92,
  "'": 39,
  '"': 34,
};

const ESCAPE =
  /\\(?:([abfnrtv?\\'"])|([0-7]{1,3})|[xX]([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/y;
const PLAIN = /[^\\]+/y;

/** A mistake inside a string literal, `offset` units into its inside. */
export interface LiteralMistake {
  readonly message: string;
  readonly offset: number;
}

/** The inside of a string literal (without quotes) → its bytes; escapes make bytes, not characters. */
export function literalBytes(inside: string): Buffer | LiteralMistake {
  const pieces: Buffer[] = [];
  let offset = 0;
  while (offset < inside.length) {
    const pattern = inside[offset] === '\\' ? ESCAPE : PLAIN;
    pattern.lastIndex = offset;
    const match = pattern.exec(inside);
    if (!match) return { message: `unknown escape ${inside.slice(offset, offset + 2)}`, offset };
    const piece = pattern === PLAIN ? Buffer.from(match[0]) : escapedBytes(match);
    if (piece === undefined) return { message: `${match[0]} is no character`, offset };
    pieces.push(piece);
    offset += match[0].length;
  }
  return Buffer.concat(pieces);
}

function escapedBytes(match: RegExpExecArray): Buffer | undefined {
  const [, simple, octal, hex, unicode, longUnicode] = match;
  if (simple !== undefined) return Buffer.of(SIMPLE_ESCAPES[simple] ?? 0);
  if (octal !== undefined) return byte(Number.parseInt(octal, 8));
  if (hex !== undefined) return byte(Number.parseInt(hex, 16));
  const point = Number.parseInt(unicode ?? longUnicode ?? '', 16);
  const isCharacter = point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff);
  return isCharacter ? Buffer.from(String.fromCodePoint(point)) : undefined;
}

function byte(value: number): Buffer | undefined {
  return value <= 0xff ? Buffer.of(value) : undefined;
}
