import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { render } from '../../../../src/report/render/renderers.ts';
import { HOSTILE, RESULT_SHAPES } from '../../../support/result-shapes.ts';

const LOOK = { color: false, width: 100 };
const TAME = 'tame';
const ESCAPE = String.fromCharCode(27);

function hostile() {
  return RESULT_SHAPES.hostile?.() ?? assert.fail();
}

/** The same document with every hostile text replaced by a harmless one. */
function tamed() {
  return JSON.parse(
    JSON.stringify(hostile()).replaceAll(JSON.stringify(HOSTILE).slice(1, -1), TAME),
  );
}

/** Names of all tags, in order, and of all attributes: what a browser makes of a page. */
function skeleton(page: string): string[] {
  const withoutData = page.replace(
    /(<script type="application\/json"[^>]*>).*?(<\/script>)/s,
    '$1$2',
  );
  return [...withoutData.matchAll(/<\/?[a-z][a-z0-9]*|\s[a-z-]+="/gi)].map(([match]) =>
    match.trim(),
  );
}

describe('text that wants to be more', () => {
  it('adds no tag and no attribute to the HTML page', () => {
    const page = render(hostile(), 'html', LOOK);
    assert.deepEqual(skeleton(page), skeleton(render(tamed(), 'html', LOOK)));
    assert.match(page, /&lt;img src=x onerror=alert\(1\)&gt;/);
    assert.doesNotMatch(page, /<img/);
  });
  it('cannot end the script element that holds the data', () => {
    const page = render(hostile(), 'html', LOOK);
    const data = /<script type="application\/json" id="result">(.*?)<\/script>/s.exec(page)?.[1];
    assert.deepEqual(JSON.parse(data ?? ''), hostile());
  });
  it('adds no line, no cell and no tag to the Markdown', () => {
    const report = render(hostile(), 'md', LOOK);
    const twin = render(tamed(), 'md', LOOK);
    assert.equal(report.split('\n').length, twin.split('\n').length);
    const pipes = (text: string) => text.split('\n').map((line) => line.split('|').length);
    const outsideCode = (text: string) => text.replace(/^`{3,}[\s\S]*?^`{3,}$/gm, '');
    assert.deepEqual(pipes(outsideCode(report)), pipes(outsideCode(twin)));
    assert.doesNotMatch(outsideCode(report), /<img|<\/script|\[a\]\(|@name/);
    assert.equal(report.split('</details>').length, twin.split('</details>').length + 1);
  });
  for (const format of ['text', 'md', 'html'] as const) {
    it(`leaves no control character in ${format}`, () => {
      const shown = render(hostile(), format, LOOK);
      const invisible = /\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u.exec(shown.replaceAll('\n', ''));
      assert.equal(invisible, null);
      assert.ok(/x1b(\[|&#91;)31mred/.test(shown));
    });
  }
  it('is coloured by nobody but us', () => {
    const shown = render(hostile(), 'text', { color: true, width: 100 });
    const codes = shown
      .split(ESCAPE)
      .slice(1)
      .map((rest) => rest.slice(0, rest.indexOf('m') + 1));
    const ours = ['[0m', '[1m', '[2m', '[31m', '[32m', '[33m'];
    assert.deepEqual(
      [...new Set(codes)].filter((code) => !ours.includes(code)),
      [],
    );
  });
});
