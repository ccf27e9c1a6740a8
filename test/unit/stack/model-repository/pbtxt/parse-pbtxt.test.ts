import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parsePbtxt } from '../../../../../src/stack/model-repository/pbtxt/parse-pbtxt.ts';
import {
  type PbtxtField,
  PbtxtSyntaxError,
  type PbtxtValue,
} from '../../../../../src/stack/model-repository/pbtxt/pbtxt-node.ts';

/** Without positions: what a text says, not where. */
type Plain =
  | { message: [string, Plain][] }
  | { list: Plain[] }
  | { string: string }
  | { number: number | bigint }
  | { identifier: string };

function plain(value: PbtxtValue): Plain {
  switch (value.kind) {
    case 'message':
      return { message: plainFields(value.fields) };
    case 'list':
      return { list: value.items.map(plain) };
    case 'string':
      return { string: value.text };
    case 'number':
      return { number: value.value };
    case 'identifier':
      return { identifier: value.name };
  }
}

function plainFields(fields: readonly PbtxtField[]): [string, Plain][] {
  return fields.map(({ name, value }) => [name, plain(value)]);
}

const parsed = (text: string) => plainFields(parsePbtxt(text));

/** `line:column message` of the error that a text raises. */
function mistake(text: string): string {
  try {
    parsePbtxt(text);
  } catch (error) {
    if (error instanceof PbtxtSyntaxError) {
      return `${error.at.line}:${error.at.column} ${error.message}`;
    }
    throw error;
  }
  return 'no mistake';
}

describe('protobuf text format', () => {
  const values: [what: string, text: string, value: Plain][] = [
    ['a string in double quotes', 'a: "x"', { string: 'x' }],
    ['a string in single quotes with a double one in it', `a: 'x"y'`, { string: 'x"y' }],
    ['strings that follow each other', `a: "x" 'y'\n  "z"`, { string: 'xyz' }],
    ['simple escapes', String.raw`a: "\n\t\\\"\'\a"`, { string: '\n\t\\"\'\x07' }],
    ['octal and hex escapes as bytes', String.raw`a: "\303\xa9\0"`, { string: 'é\0' }],
    ['a character cut between two strings', String.raw`a: "\303" "\251"`, { string: 'é' }],
    ['unicode escapes', String.raw`a: "\u00e9\U0001F600"`, { string: 'é😀' }],
    ['a whole number', 'a: 42', { number: 42n }],
    ['a negative number', 'a: -7', { number: -7n }],
    ['a minus sign apart', 'a: - 7', { number: -7n }],
    ['a hexadecimal number', 'a: 0xFf', { number: 255n }],
    ['an octal number', 'a: 017', { number: 15n }],
    ['a 64-bit number, exactly', 'a: 18446744073709551615', { number: 18446744073709551615n }],
    ['a fraction', 'a: 1.5', { number: 1.5 }],
    ['a fraction with an f', 'a: .5f', { number: 0.5 }],
    ['an exponent', 'a: 1e3', { number: 1000 }],
    ['minus infinity', 'a: -inf', { number: Number.NEGATIVE_INFINITY }],
    ['an enum value or bool', 'a: TYPE_FP32', { identifier: 'TYPE_FP32' }],
    ['a list of numbers', 'a: [ 1, -1 ]', { list: [{ number: 1n }, { number: -1n }] }],
    ['an empty list', 'a: []', { list: [] }],
    ['a message with a colon', 'a: { b: 1 }', { message: [['b', { number: 1n }]] }],
    ['a message without a colon', 'a { b: 1 }', { message: [['b', { number: 1n }]] }],
    ['a message in angle brackets', 'a < b: 1 >', { message: [['b', { number: 1n }]] }],
    ['a list of messages without a colon', 'a [ { } ]', { list: [{ message: [] }] }],
  ];
  for (const [what, text, value] of values) {
    it(`reads ${what}`, () => assert.deepEqual(parsed(text), [['a', value]]));
  }

  it('reads fields apart from commas, semicolons, comments and line ends', () => {
    const text = '# head\na: 1, b: 2; # tail\r\n\tc: "#" d { }';
    assert.deepEqual(parsed(text), [
      ['a', { number: 1n }],
      ['b', { number: 2n }],
      ['c', { string: '#' }],
      ['d', { message: [] }],
    ]);
  });

  it('reads an empty text', () => assert.deepEqual(parsed('  # nothing\n'), []));

  it('keeps the name of an extension in brackets', () => {
    assert.deepEqual(parsed('[a.b/c]: 1'), [['[a.b/c]', { number: 1n }]]);
  });

  it('says where each field and value stands, both from 1', () => {
    const [field] = parsePbtxt('\n  name:\n    "x"');
    assert.deepEqual(field?.at, { line: 2, column: 3 });
    assert.deepEqual(field?.value.at, { line: 3, column: 5 });
  });
});

describe('a mistake in protobuf text format', () => {
  const mistakes: [what: string, text: string, said: string][] = [
    ['a missing colon', 'max_batch_size 8', '1:16 expected `:` after `max_batch_size`'],
    ['a missing colon before a list', 'dims [ 1 ]', '1:6 expected `:` after `dims`'],
    ['a missing value', 'a:\nb: 1', '2:2 expected a field name, found `:`'],
    ['no value at all', 'a: ', '1:4 expected a value, found the end of the file'],
    [
      'a brace that is not closed',
      'a {\n b: 1\n',
      '3:1 expected a field name or `}`, found the end of the file',
    ],
    [
      'a bracket that is not closed',
      'a: [ 1',
      '1:7 expected `,` or `]`, found the end of the file',
    ],
    ['a comma at the end of a list', 'a: [ 1, ]', '1:9 expected a value, found `]`'],
    ['a brace too many', 'a { } }', '1:7 expected a field name, found `}`'],
    ['the wrong closing brace', 'a < }', '1:5 expected a field name or `>`, found `}`'],
    ['a string without an end', 'a: "x\nb', '1:4 the string has no closing quote on its line'],
    ['an unknown escape', String.raw`a: "x\q"`, String.raw`1:6 unknown escape \q`],
    [
      'an octal escape that is no byte',
      String.raw`a: "\777"`,
      String.raw`1:5 \777 is no character`,
    ],
    ['half a surrogate pair', String.raw`a: "\ud800"`, String.raw`1:5 \ud800 is no character`],
    ['bytes that are no text', String.raw`a: "\xff"`, '1:4 the string is not valid UTF-8'],
    ['letters in a number', 'a: 12x', '1:4 "12x" is no number'],
    ['an octal number with a 9', 'a: 09', '1:4 "09" is no number'],
    ['two points', 'a: 1.2.3', '1:4 "1.2.3" is no number'],
    ['a character of no meaning', 'a: 1 %', '1:6 unexpected character "%"'],
    ['a list in a list', 'a: [[1]]', '1:5 a list inside a list'],
    ['a minus before a name', 'a: -x', '1:5 expected a number after `-`, found `x`'],
  ];
  for (const [what, text, said] of mistakes) {
    it(`is found: ${what}`, () => assert.ok(mistake(text).startsWith(said), mistake(text)));
  }

  it('is nesting deeper than protobuf goes, without a stack overflow', () => {
    const deep = (depth: number) => 'a{'.repeat(depth) + '}'.repeat(depth);
    assert.equal(mistake(deep(100)), 'no mistake');
    assert.match(mistake(deep(100_000)), /nested more than 100 deep/);
    assert.match(mistake(`a: ${'['.repeat(100_000)}`), /list inside a list/);
  });
});

/** Prints in one of the ways that mean the same. */
function print(value: Plain, style: number): string {
  if ('message' in value) {
    const [open, close] = style % 2 ? ['{', '}'] : ['<', '>'];
    return `${open}${printFields(value.message, style)}${close}`;
  }
  if ('list' in value) return `[${value.list.map((item) => print(item, style)).join(',')}]`;
  if ('string' in value) return printString(value.string, style);
  if ('number' in value) return printNumber(value.number, style);
  return value.identifier;
}

function printFields(fields: [string, Plain][], style: number): string {
  const end = [' ', '\n', ',', ' ;', '# note\n'][style % 5] ?? ' ';
  return fields
    .map(([name, value]) => {
      const colon = 'message' in value && style % 3 === 0 ? ' ' : ': ';
      return `${name}${colon}${print(value, style)}${end}`;
    })
    .join('');
}

function printString(text: string, style: number): string {
  const bytes = [...Buffer.from(text)];
  if (style % 2) return `"${bytes.map((byte) => `\\x${byte.toString(16)}" "`).join('')}"`;
  return `'${bytes.map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')}'`;
}

function printNumber(number: number | bigint, style: number): string {
  if (typeof number === 'bigint') {
    const sign = number < 0n ? '-' : '';
    const size = number < 0n ? -number : number;
    return style % 2 ? `${sign}0x${size.toString(16)}` : `${sign}${size}`;
  }
  if (!Number.isFinite(number)) return number < 0 ? '-inf' : '-nan';
  const text = Object.is(number, -0) ? '-0' : String(number);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

const one = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(model, { noNullPrototype: true });
const names = fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,8}$/);
const { message: messages } = fc.letrec<{ message: Plain; value: Plain }>((tie) => ({
  message: one({ message: fc.array(fc.tuple(names, tie('value')), { maxLength: 4 }) }),
  value: fc.oneof(
    { depthSize: 'small' },
    one({ string: fc.string({ unit: 'binary', maxLength: 6 }) }),
    one({ number: fc.oneof(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n })) }),
    one({ number: fc.double({ noNaN: true }).filter((n) => n !== Number.POSITIVE_INFINITY) }),
    one({ identifier: names }),
    tie('message'),
    one({ list: fc.array(one({ identifier: names }), { maxLength: 3 }) }),
    one({ list: fc.array(tie('message'), { maxLength: 2 }) }),
  ),
}));

describe('any message', () => {
  it('is read as it was written, in every style', () => {
    fc.assert(
      fc.property(messages, fc.nat(30), (message, style) => {
        const { message: fields } = message as { message: [string, Plain][] };
        assert.deepEqual(parsed(printFields(fields, style)), fields);
      }),
    );
  });

  it('or any text at all, ends in fields or in a mistake with a place inside the text', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.stringMatching(/^[a{}[\]<>:,;"'\\ \n#0-9.x-]{0,40}$/),
    );
    fc.assert(
      fc.property(anything, (text) => {
        const said = mistake(text);
        if (said === 'no mistake') return;
        const [line = 0, column = 0] = said.split(' ')[0]?.split(':').map(Number) ?? [];
        const lines = text.split('\n');
        assert.ok(line >= 1 && line <= lines.length, said);
        assert.ok(column >= 1 && column <= (lines[line - 1]?.length ?? 0) + 1, said);
      }),
    );
  });
});
