import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ComparisonDocument } from '../../../../../src/contract/comparison-document.ts';
import { renderComparison } from '../../../../../src/report/compare/render-comparison.ts';
import { parseComparison } from '../../../../../src/report/parse-comparison.ts';
import { COMPARISON_SHAPES } from '../../../../support/comparison-shapes.ts';
import { assertGolden } from '../../../../support/golden.ts';
import { HOSTILE } from '../../../../support/result-shapes.ts';

const LOOK = { color: false, width: 100 };

function pageOf(document: ComparisonDocument): string {
  return renderComparison(document, 'html', LOOK);
}

function shape(name: string): ComparisonDocument {
  return COMPARISON_SHAPES[name]?.() ?? assert.fail(`no shape ${name}`);
}

/** What is the same in every page, and the data inside, say nothing about this one. */
function ownPart(page: string): string {
  return page
    .replace(/ content="default-src[^"]*"/, '')
    .replace(/<style>.*?<\/style>/s, '<style></style>')
    .replace(/(<script type="application\/json"[^>]*>).*?(<\/script>)/s, '$1$2')
    .replace(/<script>.*?<\/script>/s, '<script></script>');
}

/** Names of all tags and attributes, in order: what a browser makes of a page. */
function skeleton(page: string): string[] {
  const found = ownPart(page).matchAll(/<\/?[a-z][a-z0-9]*|\s[a-z-]+="/gi);
  return [...found].map(([match]) => match.trim());
}

describe('the page of a comparison', () => {
  for (const name of Object.keys(COMPARISON_SHAPES)) {
    it(`that is ${name} reads the same as ever`, () => {
      assertGolden(`comparison-${name}.html`, ownPart(pageOf(shape(name))));
    });

    it(`that is ${name} has no anchor twice`, () => {
      const ids = [...pageOf(shape(name)).matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
      assert.deepEqual(ids, [...new Set(ids)]);
    });
  }

  it('says the verdict by sign and word, and what it rests on', () => {
    const page = pageOf(shape('regressed'));
    assert.match(page, /<p class="word">✗ regressed<\/p>/);
    assert.match(page, /<li>p50: \+12\.1 % \(95 % interval [^<]*\), limit 5 %\.<\/li>/);
    assert.match(page, /<td class="bad">✗ regressed<\/td>/);
  });

  it('says what was not decided, and how many pairs it would take', () => {
    const page = pageOf(shape('noisy'));
    assert.match(
      page,
      /What was not decided<\/h2>[\s\S]*<li>p99: [^<]*about \d+ pairs would tell 10 %\.<\/li>/,
    );
    assert.doesNotMatch(pageOf(shape('regressed')), /What was not decided/);
    assert.match(pageOf(shape('single')), /p50: one pair has no interval, the best guess is \+/);
  });

  it('names the pair whose run lost CPU time to other machines', () => {
    const words = 'yes, but other virtual machines took 0.4 % of the CPU time in A and 13 % in B';
    assert.ok(pageOf(shape('confirmation')).includes(words));
  });

  it('shows the run that spoils it, with its own verdict and its fault', () => {
    const page = pageOf(shape('invalid'));
    assert.match(page, /<th scope="row">1 B<\/th><td class="bad">invalid<\/td>/);
    assert.match(page, /The generator was too busy: 93 % busy/);
  });

  it('adds no tag and no attribute for hostile names', () => {
    const tamed = JSON.parse(
      JSON.stringify(shape('hostile')).replaceAll(JSON.stringify(HOSTILE).slice(1, -1), 'tame'),
    ) as ComparisonDocument;
    assert.deepEqual(skeleton(pageOf(shape('hostile'))), skeleton(pageOf(tamed)));
    assert.equal(/\p{Cc}/u.exec(pageOf(shape('hostile')).replaceAll('\n', '')), null);
  });

  it('holds the comparison as data that reads back, without what is only large', () => {
    const data = /<script type="application\/json" id="result">(.*?)<\/script>/s;
    const text = data.exec(pageOf(shape('confirmation')))?.[1] ?? '';
    const { runs, ...inside } = parseComparison(text, 'page');
    const { runs: all, ...whole } = shape('confirmation');
    assert.deepEqual(inside, whole);
    assert.deepEqual(
      runs.map(({ id }) => id),
      all.map(({ id }) => id),
    );
    assert.ok(runs.every(({ points }) => points[0]?.intervals.length === 0));
  });
});
