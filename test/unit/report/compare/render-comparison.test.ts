import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compareResults } from '../../../../src/report/compare/compare-results.ts';
import { limitsFrom } from '../../../../src/report/compare/limits.ts';
import { renderComparison } from '../../../../src/report/compare/render-comparison.ts';
import { assertGolden } from '../../../support/golden.ts';
import { HOSTILE } from '../../../support/result-shapes.ts';
import { aRun, somePairs } from './some-pairs.ts';

const OPTIONS = { limits: limitsFrom({}), isForced: true };
const LOOK = { color: false, width: 100 };

const COMPARISONS = {
  'compare-single': compareResults(somePairs(1, 1.2), OPTIONS),
  'compare-regressed': compareResults(somePairs(6, 1.2), OPTIONS),
  'compare-few': compareResults(somePairs(3, 1.002), OPTIONS),
};

describe('a comparison', () => {
  for (const [name, comparison] of Object.entries(COMPARISONS)) {
    it(`${name} reads the same as ever`, () => {
      assertGolden(`${name}.txt`, renderComparison(comparison, 'text', LOOK));
      assertGolden(`${name}.md`, renderComparison(comparison, 'md', LOOK));
    });

    it(`${name} is JSON that reads back`, () => {
      assert.deepEqual(JSON.parse(renderComparison(comparison, 'json', LOOK)), comparison);
    });
  }

  it('shows hostile labels and names as text', () => {
    const [a, b] = [aRun(1, 0), { ...aRun(1, 1), id: HOSTILE, labels: { [HOSTILE]: HOSTILE } }];
    const comparison = compareResults([a, b], OPTIONS);
    const text = renderComparison(comparison, 'text', LOOK);
    assert.ok(![...text].some((one) => one < ' ' && one !== '\n') && !text.includes('\u202e'));
    const md = renderComparison(comparison, 'md', LOOK);
    assert.ok(!md.includes('<img') && !md.includes(' @name') && !md.includes('</script'));
  });
});
