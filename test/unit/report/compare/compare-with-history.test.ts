import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ResultDocument } from '../../../../src/contract/result-document.ts';
import { comparisonOfResults } from '../../../../src/report/compare/build-comparison.ts';
import { compareResults } from '../../../../src/report/compare/compare-results.ts';
import { compareWithHistory } from '../../../../src/report/compare/compare-with-history.ts';
import { limitsFrom } from '../../../../src/report/compare/limits.ts';
import { renderComparison } from '../../../../src/report/compare/render-comparison.ts';
import type { HistoryEntry } from '../../../../src/report/history/history-entry.ts';
import { assertGolden } from '../../../support/golden.ts';
import { entriesOf, nightOf } from '../../../support/history-entries.ts';

const OPTIONS = { limits: limitsFrom({}), isForced: false };
const [BASE, NIGHT] = [100, 101];

const pairOf = (factor: number) => [nightOf(BASE, 1), nightOf(NIGHT, factor)];

function compare(results: readonly ResultDocument[], entries: readonly HistoryEntry[]) {
  return compareWithHistory(compareResults(results, OPTIONS), results, entries, OPTIONS);
}

function textOf(
  results: readonly ResultDocument[],
  entries: readonly HistoryEntry[],
  format: 'text' | 'md',
) {
  const comparison = compare(results, entries);
  const parts = {
    toolVersion: '0.1.0',
    command: 'bench compare A B --history history',
    exitCode: 0,
  };
  const targets = { a: 'A', b: 'B' };
  const document = comparisonOfResults(results, comparison, { ...parts, targets });
  return renderComparison(document, format, { color: false, width: 100 });
}

describe('a single pair and a history', () => {
  it('have the verdict that the pair alone cannot have', () => {
    const { verdict, points } = compare(pairOf(1.2), entriesOf(12));
    const p50 = points[0]?.metrics.find(({ id }) => id === 'p50');
    assert.deepEqual([verdict, p50?.verdict, p50?.band?.runs], ['regressed', 'regressed', 12]);
    assert.equal(compare(pairOf(1), entriesOf(12)).verdict, 'no-change');
    assert.equal(compare(pairOf(0.8), entriesOf(12)).verdict, 'improved');
  });
  it('stay inconclusive where fewer than five earlier runs were made alike', () => {
    const { verdict, points } = compare(pairOf(2), entriesOf(4));
    assert.equal(verdict, 'inconclusive');
    assert.deepEqual(points[0]?.history, { earlier: 4, unlike: 0, differences: [] });
    assert.equal(points[0]?.metrics[0]?.band, undefined);
  });
  it('stay invalid where they were, also for what only A lacks', () => {
    const [a, b] = [nightOf(BASE, 1), nightOf(NIGHT, 1.2)];
    const invalid = (one: ResultDocument) => ({
      ...one,
      points: one.points.map((point) => ({ ...point, verdict: 'invalid' as const })),
    });
    assert.equal(compare([a, invalid(b)], entriesOf(12)).verdict, 'invalid');
    assert.equal(compare([invalid(a), b], entriesOf(12)).verdict, 'invalid');
  });
  it('leave several pairs to tell by themselves', () => {
    const several = [1, 2].flatMap((pair) => [
      nightOf(BASE + 2 * pair, 1),
      nightOf(BASE + 2 * pair + 1, 1),
    ]);
    assert.deepEqual(compare(several, entriesOf(12)), compareResults(several, OPTIONS));
  });
  for (const [name, factor, nights] of [
    ['regressed', 1.2, 12],
    ['few', 1.2, 3],
  ] as const) {
    it(`read as expected: ${name}`, () => {
      const entries = entriesOf(nights);
      assertGolden(`compare-history-${name}.txt`, textOf(pairOf(factor), entries, 'text'));
      assertGolden(`compare-history-${name}.md`, textOf(pairOf(factor), entries, 'md'));
    });
  }
  it('say in what others differ', () => {
    const other = entriesOf(6).map((entry) => ({
      ...entry,
      result: { ...entry.result, environment: { ...entry.result.environment, cpuCount: 4 } },
    }));
    assert.match(
      textOf(pairOf(1.2), other, 'text'),
      /0 earlier runs made alike in the history; a noise band takes 5\.\s+6 others were not made alike: CPUs\./,
    );
  });
});
