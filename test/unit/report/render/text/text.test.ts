import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { text } from '../../../../../src/report/render/text/text.ts';
import { wrap } from '../../../../../src/report/render/text/wrap.ts';
import { aResult } from '../../../../support/a-result.ts';
import { RESULT_SHAPES } from '../../../../support/result-shapes.ts';

const ESCAPE = String.fromCharCode(27);
const files = ['/tmp/reports/a-run/report.html'];

describe('the summary on the terminal', () => {
  it('starts with what was measured and the verdict', () => {
    const [name, subject, , verdict] = text(aResult(), { color: false, width: 100 }).split('\n');
    assert.equal(name, 'mnist_mlp');
    assert.match(
      subject ?? '',
      /^HTTP · open loop, 100\/s offered, Poisson arrivals · 10 s measured/,
    );
    assert.equal(verdict, 'VALID  These numbers can be believed.');
  });
  it('says that the server is a stand-in', () => {
    const shown = text(aResult(), { color: false, width: 100 });
    assert.match(shown, /Server: embedded CPU stand-in, not Triton\./);
  });
  it('ends with where the files are', () => {
    const shown = text(aResult(), { color: false, width: 100, files });
    assert.match(shown, /Files\n {2}\/tmp\/reports\/a-run\/report\.html\n$/);
  });
  it('cuts no path in two, so that it can be copied', () => {
    const long = [`/home/somebody/${'deep/'.repeat(20)}report.html`];
    const shown = text(aResult(), { color: false, width: 80, files: long });
    assert.equal(shown.trimEnd().split('\n').at(-1)?.trim(), long[0]);
  });
  it('says the same with and without colour', () => {
    const look = { width: 100, files };
    const coloured = text(aResult(), { ...look, color: true });
    assert.ok(coloured.includes(`${ESCAPE}[32mVALID${ESCAPE}[0m`));
    assert.equal(stripVTControlCharacters(coloured), text(aResult(), { ...look, color: false }));
  });
  for (const width of [80, 100, 200]) {
    it(`keeps to a terminal of ${width} columns`, () => {
      const shown = text(RESULT_SHAPES.hostile?.() ?? assert.fail(), { color: false, width });
      const tooLong = shown.split('\n').filter((line) => line.length > width);
      assert.deepEqual(tooLong, []);
    });
  }
});

describe('wrapping', () => {
  it('breaks between words', () =>
    assert.deepEqual(wrap('one two three', 8), ['one two', 'three']));
  it('keeps a percent sign with its number', () =>
    assert.deepEqual(wrap('-1.5 % … +29.3 %', 15), ['-1.5 % …', '+29.3 %']));
  it('breaks a word that is longer than a line', () => {
    assert.deepEqual(wrap('abcdefgh', 3), ['abc', 'def', 'gh']);
  });
  it('loses no character and keeps to its width', () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,30}$/), { maxLength: 20 });
    fc.assert(
      fc.property(words, fc.integer({ min: 1, max: 40 }), (list, width) => {
        const lines = wrap(list.join(' '), width);
        assert.equal(lines.join('').replaceAll(' ', ''), list.join(''));
        assert.ok(lines.every((line) => line.length <= width));
      }),
    );
  });
});
