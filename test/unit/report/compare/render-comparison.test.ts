import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ComparisonDocument } from '../../../../src/contract/comparison-document.ts';
import { renderComparison } from '../../../../src/report/compare/render-comparison.ts';
import { parseComparison } from '../../../../src/report/parse-comparison.ts';
import { aComparison } from '../../../support/a-comparison.ts';
import { assertGolden } from '../../../support/golden.ts';
import { HOSTILE } from '../../../support/result-shapes.ts';
import { aRun, somePairs } from './some-pairs.ts';

const LOOK = { color: false, width: 100 };

const COMPARISONS = {
  'compare-single': aComparison(somePairs(1, 1.2)),
  'compare-regressed': aComparison(somePairs(6, 1.2)),
  'compare-few': aComparison(somePairs(3, 1.002)),
  'compare-interrupted': interrupted(),
  'compare-nothing': nothingJudged(),
};

function interrupted(): ComparisonDocument {
  const [half, ...whole] = somePairs(3, 1.2).toReversed();
  assert.ok(half);
  const document = aComparison(whole.toReversed().slice(0, 4));
  const [first, second] = document.pairs;
  assert.ok(first && second);
  const pairs: ComparisonDocument['pairs'] = [
    first,
    { ...first, a: 'run-8', b: 'run-9', judged: false, why: 'B (run-9) is invalid' },
    { ...second, role: 'confirmation' },
    { ...second, a: null, b: half.id, order: 'BA', judged: false, why: 'it was interrupted' },
  ];
  const notes = ['Limits below 7 % need 20 pairs on this machine.'];
  return { ...document, origin: 'ab', status: 'interrupted', exitCode: 130, pairs, notes };
}

function nothingJudged(): ComparisonDocument {
  const over = { origin: 'ab', status: 'failed', verdict: 'invalid', exitCode: 4 } as const;
  const whole = aComparison(somePairs(1, 1));
  const why = 'the server of B was lost';
  const pairs = whole.pairs.map((pair) => ({ ...pair, b: null, judged: false, why }));
  return { ...whole, ...over, runs: whole.runs.slice(0, 1), pairs, comparison: null };
}

describe('a comparison', () => {
  for (const [name, comparison] of Object.entries(COMPARISONS)) {
    it(`${name} reads the same as ever`, () => {
      assertGolden(`${name}.txt`, renderComparison(comparison, 'text', LOOK));
      assertGolden(`${name}.md`, renderComparison(comparison, 'md', LOOK));
    });

    it(`${name} is JSON that reads back`, () => {
      const text = renderComparison(comparison, 'json', LOOK);
      assert.deepEqual(parseComparison(text, 'comparison.json'), comparison);
    });
  }

  it('shows hostile labels, names and reasons as text', () => {
    const [a, b] = [aRun(1, 0), { ...aRun(1, 1), id: HOSTILE, labels: { [HOSTILE]: HOSTILE } }];
    const whole = aComparison([a, b], { notes: [HOSTILE] });
    const pairs = whole.pairs.map((pair) => ({ ...pair, judged: false, why: HOSTILE }));
    const text = renderComparison({ ...whole, pairs }, 'text', LOOK);
    assert.ok(![...text].some((one) => one < ' ' && one !== '\n') && !text.includes('\u202e'));
    const md = renderComparison({ ...whole, pairs }, 'md', LOOK);
    assert.ok(!md.includes('<img') && !md.includes(' @name') && !md.includes('</script'));
  });
});
