import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  fencedCode,
  htmlAttribute,
  htmlText,
  markdownCode,
  markdownText,
  scriptJson,
  terminalText,
} from '../../../../src/report/render/escape.ts';

const anyText = fc.string({ unit: 'binary' });
const PLACES = { terminalText, htmlText, htmlAttribute, markdownText, markdownCode };

describe('every place', () => {
  for (const [name, escaped] of Object.entries(PLACES)) {
    it(`${name} lets no control, direction or broken character through`, () => {
      fc.assert(
        fc.property(anyText, (text) => {
          assert.doesNotMatch(
            escape(text),
            /[\p{Cc}\p{Cs}\u200e\u200f\u2028-\u202e\u2066-\u2069]/u,
          );
        }),
      );
    });
    it(`${name} leaves ordinary words as they are`, () => {
      const words = escaped('mnist_mlp, version 3: 99.9 % done (größer)');
      assert.equal(words.replaceAll('`', ''), 'mnist_mlp, version 3: 99.9 % done (größer)');
    });
  }
});

describe('in a terminal', () => {
  it('shows an escape code instead of obeying it', () => {
    assert.equal(terminalText('\u001b[31mred\r\n\u009b1m'), '\\x1b[31mred\\r\\n\\x9b1m');
  });
  it('shows a turn of direction', () => {
    assert.equal(terminalText('a\u202eb'), 'a\\u{202e}b');
  });
});

describe('in HTML', () => {
  it('starts no tag and no entity', () => {
    assert.equal(htmlText('<b>&amp;</b>'), '&lt;b&gt;&amp;amp;&lt;/b&gt;');
    fc.assert(fc.property(anyText, (text) => !/[<>]/.test(htmlText(text))));
  });
  it('does not leave an attribute', () => {
    fc.assert(fc.property(anyText, (text) => !/[<>"']/.test(htmlAttribute(text))));
  });
  it('keeps JSON inside its script element', () => {
    const json = JSON.stringify({ name: '</script><!--' });
    assert.doesNotMatch(scriptJson(json), /</);
    assert.deepEqual(JSON.parse(scriptJson(json)), { name: '</script><!--' });
  });
});

describe('in Markdown', () => {
  it('mentions nobody and refers to nothing', () => {
    assert.equal(markdownText('@name #12'), '<code>&#64;</code>name <code>&#35;</code>12');
  });
  it('links nowhere by itself', () => {
    assert.equal(markdownText('http://a www.b'), 'http&#58;//a www&#46;b');
  });
  it('begins no list, quotation or heading', () => {
    assert.deepEqual(['- a', '1. a', '> a', '# a', '    a'].map(markdownText), [
      '&#45; a',
      '&#49;&#46; a',
      '&#62; a',
      '&#35; a',
      'a',
    ]);
  });
  it('keeps underscores inside words, and takes them for no emphasis elsewhere', () => {
    assert.equal(markdownText('mnist_mlp _x_'), 'mnist_mlp &#95;x&#95;');
  });
  it('breaks no table, whatever the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        assert.doesNotMatch(markdownText(text), /[|\n`]/);
        assert.doesNotMatch(markdownCode(text), /[|\n]/);
      }),
    );
  });
  it('sets a harmless literal in backticks', () => {
    assert.equal(markdownCode('p99<10ms'), '`p99<10ms`');
  });
  it('sets a literal with backticks or pipes in entities', () => {
    assert.equal(markdownCode('a`|b'), '<code>a&#96;&#124;b</code>');
  });
  it('fences code with more backticks than it has', () => {
    assert.equal(fencedCode('a ``` b'), '````sh\na ``` b\n````');
  });
});
