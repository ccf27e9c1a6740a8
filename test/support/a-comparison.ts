import type { ComparisonDocument } from '../../src/contract/comparison-document.ts';
import { exitCodeOfComparison } from '../../src/contract/exit-code-of-comparison.ts';
import type { ResultDocument } from '../../src/contract/result-document.ts';
import { comparisonOfResults } from '../../src/report/compare/build-comparison.ts';
import { compareResults } from '../../src/report/compare/compare-results.ts';
import { limitsFrom } from '../../src/report/compare/limits.ts';

/**
 * The document that `bench compare` makes of results, whatever they differ in.
 * @param results A1, B1, A2, B2, …
 */
export function aComparison(
  results: readonly ResultDocument[],
  over: Partial<ComparisonDocument> = {},
): ComparisonDocument {
  const comparison = compareResults(results, { limits: limitsFrom({}), isForced: true });
  const names = (first: number) => results.flatMap(({ id }, at) => (at % 2 === first ? [id] : []));
  const document = comparisonOfResults(results, comparison, {
    toolVersion: '0.1.0',
    command: 'bench compare A B',
    targets: { a: names(0).join(', '), b: names(1).join(', ') },
    exitCode: exitCodeOfComparison(comparison.verdict, false),
  });
  return { ...document, ...over };
}
