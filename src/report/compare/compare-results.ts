import { BenchError } from '../../contract/bench-error.ts';
import type { Comparison, Difference } from '../../contract/comparison.ts';
import type { ResultDocument } from '../../contract/result-document.ts';
import { compareMetrics } from './compare-metrics.ts';
import { comparedPoints } from './compared-points.ts';
import { gravestVerdict } from './gravest-verdict.ts';
import type { Limits } from './limits.ts';
import { blockOrder, pairsOf } from './pairs-of.ts';
import { changedFields, unlikeConditions } from './unlike-fields.ts';

export interface CompareOptions {
  readonly limits: Limits;
  /** Judge although the conditions differ; they are named in the comparison. */
  readonly isForced: boolean;
  /** The two servers are what is compared, as in `bench ab`: they may differ, and are said to. */
  readonly isServerChosen?: boolean;
}

/**
 * What changed from A to B, and whether it can be told from noise. A run is the unit: the requests inside a
 * run depend on each other, so no test is ever made of them.
 * @param results A1, B1, A2, B2, …: one pair or more
 * @throws BenchError 'usage' when there is nothing to compare, or the conditions differ and it is not forced
 */
export function compareResults(
  results: readonly ResultDocument[],
  { limits, isForced, isServerChosen = false }: CompareOptions,
): Comparison {
  const pairs = pairsOf(results);
  const { points, unmatched } = comparedPoints(pairs);
  const fieldsOf = (differencesOf: typeof unlikeConditions) =>
    oncePerField(points.flatMap(({ a, b }) => differencesOf(a, b, isServerChosen)));
  const unlike = [...fieldsOf(unlikeConditions), ...blockOrder(pairs)];
  if (unlike.length > 0 && !isForced) throw refusal(unlike);
  const compared = compareMetrics(points, limits);
  return {
    verdict: gravestVerdict(compared),
    pairs: pairs.map(({ a, b }) => ({ a: a.id, b: b.id })),
    unlike,
    changed: fieldsOf(changedFields),
    points: compared,
    unmatched,
  };
}

function oncePerField(all: readonly Difference[]): Difference[] {
  return all.filter(({ field }, index) => all.findIndex((one) => one.field === field) === index);
}

function refusal(unlike: readonly Difference[]): BenchError {
  const fields = unlike.map(({ field, a, b }) => `${field} (A: ${a}, B: ${b})`).join('; ');
  return new BenchError('usage', `the results were not made alike: ${fields}`, {
    hint: 'measure both under the same conditions, pair by pair (A B A B); --force compares them all the same',
  });
}
