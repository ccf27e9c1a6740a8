import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { headerMistakes } from '../../../src/contract/header-mistakes.ts';

describe('headers of a run', () => {
  it('are taken as they are when HTTP can carry them', () => {
    assert.deepEqual(headerMistakes({ Authorization: 'Bearer a=b', 'x-team': '' }), []);
  });
  for (const [headers, words] of [
    [{ 'x a': 'v' }, /"x a" is not the name/],
    [{ '': 'v' }, /"" is not the name/],
    [{ x: 'a\r\nb: c' }, /value of "x" holds a line break/],
    [{ x: '☃' }, /value of "x"/],
    [{ 'Content-Length': '1' }, /"Content-Length" cannot be chosen/],
    [{ 'grpc-timeout': '1S' }, /"grpc-timeout" cannot be chosen/],
    [{ a: '1', A: '2' }, /"A" is given twice/],
  ] as const) {
    it(`are refused: ${JSON.stringify(headers)}`, () => {
      const [mistake = '', ...others] = headerMistakes(headers);
      assert.match(mistake, words);
      assert.deepEqual(others, []);
    });
  }
  it('never split a request or show a secret, whatever they hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const mistakes = headerMistakes({ x: `secret${value}` });
        if (/[\r\n\0]/.test(value)) assert.equal(mistakes.length, 1);
        for (const mistake of mistakes) assert.doesNotMatch(mistake, /secret/);
      }),
    );
  });
});
