import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { JsonFault, parseRapidJson } from '../../../../../src/stack/embedded/http/rapid-json.ts';

const fault = (text: string): string => {
  try {
    parseRapidJson(Buffer.from(text));
  } catch (error) {
    if (error instanceof JsonFault) return `${error.message} at ${error.offset}`;
    throw error;
  }
  return 'no fault';
};

/** What Triton 2.51 (24.10) said of these bodies of an infer call. */
const FAULTS: readonly [text: string, said: string][] = [
  ['{', 'Missing a name for object member. at 1'],
  ['{"a"', 'Missing a colon after a name of object member. at 4'],
  ['{"a":', 'Invalid value. at 5'],
  ['{"a":1', "Missing a comma or '}' after an object member. at 6"],
  ['{"a":1,', 'Missing a name for object member. at 7'],
  ['{"a":1,}', 'Missing a name for object member. at 7'],
  ['{"a" 1}', 'Missing a colon after a name of object member. at 5'],
  ['{a:1}', 'Missing a name for object member. at 1'],
  ['{"a":1 "b":2}', "Missing a comma or '}' after an object member. at 7"],
  ['{"inputs":', 'Invalid value. at 10'],
  ['{"inputs":[}', 'Invalid value. at 11'],
  ['[1', "Missing a comma or ']' after an array element. at 2"],
  ['[1,', 'Invalid value. at 3'],
  ['[1,]', 'Invalid value. at 3'],
  ['[1 2]', "Missing a comma or ']' after an array element. at 3"],
  ['[1]]', 'The document root must not be followed by other values. at 3'],
  ['"abc', 'Missing a closing quotation mark in string. at 4'],
  ['"a\nb"', 'Invalid escape character in string. at 2'],
  ['"\\q"', 'Invalid escape character in string. at 1'],
  ['"\\', 'Invalid escape character in string. at 1'],
  ['"\\u12"', 'Incorrect hex digit after \\u escape in string. at 1'],
  ['"\\ud800"', 'The surrogate pair in string is invalid. at 1'],
  ['"\\ud800\\u0041"', 'The surrogate pair in string is invalid. at 1'],
  ['hello', 'Invalid value. at 0'],
  ['-', 'Invalid value. at 1'],
  ['1.', 'Miss fraction part in number. at 2'],
  ['1e', 'Miss exponent in number. at 2'],
  ['01', 'The document root must not be followed by other values. at 1'],
  ['1e999', 'Number too big to be stored in double. at 0'],
  ['tru', 'Invalid value. at 3'],
  ['nul', 'Invalid value. at 3'],
  ['fals', 'Invalid value. at 4'],
  ['{"a":tru', 'Invalid value. at 8'],
  ['{"a":tru}', 'Invalid value. at 8'],
  ['{} x', 'The document root must not be followed by other values. at 3'],
  ['   ', 'The document is empty. at 3'],
  ['\0', 'The document is empty. at 0'],
  ['+1', 'Invalid value. at 0'],
  ['.5', 'Invalid value. at 0'],
  ['{"a":-x}', 'Invalid value. at 6'],
  ['1.5.2', 'The document root must not be followed by other values. at 3'],
  ['/* */ {}', 'Invalid value. at 0'],
  ['{"a":[1,{"b":"c}]}', 'Missing a closing quotation mark in string. at 18'],
];

describe('JSON as Triton reads it', () => {
  for (const [text, said] of FAULTS) {
    it(`finds the fault in ${JSON.stringify(text)}`, () => assert.equal(fault(text), said));
  }

  const values: [text: string, value: unknown][] = [
    ['[NaN, -NaN]', [Number.NaN, Number.NaN]],
    [
      '[Inf, -Inf, Infinity]',
      [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
    ],
    ['\uFEFF{}', {}],
    ['{"a":1}\0rest', { a: 1 }],
    ['"\\u00e9\\ud83d\\ude00"', 'é😀'],
  ];
  for (const [text, value] of values) {
    it(`takes ${JSON.stringify(text)}`, () => {
      assert.deepEqual(parseRapidJson(Buffer.from(text)), value);
    });
  }

  it('counts bytes, not characters', () => {
    assert.equal(fault('"é" x'), 'The document root must not be followed by other values. at 5');
  });

  it('is not brought down by depth', () => {
    assert.match(fault('['.repeat(200_000)), /at 1000$/);
  });

  it('reads all JSON as JSON.parse does', () => {
    fc.assert(
      fc.property(
        fc.json({ stringUnit: 'binary' }),
        fc.constantFrom('', ' ', '\t\r\n'),
        (text, blank) => {
          const expected: unknown = JSON.parse(text);
          assert.deepEqual(parseRapidJson(Buffer.from(blank + text + blank)), expected);
        },
      ),
    );
  });

  it('finds a fault wherever JSON.parse does, in any text', () => {
    const texts = fc.stringMatching(/^[[\]{}",:\\\dtruefalsn. eu-]{0,12}$/);
    fc.assert(
      fc.property(texts, (text) => {
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        // A lone surrogate is JSON to the one and not to the other.
        if (/\\u[dD][89a-fA-F]/.test(text)) return;
        assert.equal(fault(text) === 'no fault', isJson, `${text}: ${fault(text)}`);
      }),
    );
  });
});
