import { BenchError } from '../../contract/bench-error.ts';
import type { Difference } from '../../contract/comparison.ts';
import { MOST_PAIRS } from '../../contract/most-pairs.ts';
import type { ResultDocument } from '../../contract/result-document.ts';
import { epochMs } from '../epoch-ms.ts';

import type { ResultPair } from './compared-points.ts';

/**
 * A1 B1 A2 B2 … → pairs.
 * @throws BenchError 'usage' for half a pair, too many, or a run that is there twice: it is measured once
 */
export function pairsOf(results: readonly ResultDocument[]): ResultPair[] {
  if (results.length < 2 || results.length % 2 === 1) {
    throw new BenchError(
      'usage',
      results.length === 1
        ? 'one result alone cannot be compared'
        : `${results.length} results make no whole pairs`,
      {
        hint: 'name two results, A and B, or several pairs of them: A1 B1 A2 B2',
      },
    );
  }
  if (results.length > 2 * MOST_PAIRS) {
    throw new BenchError('usage', `${results.length / 2} pairs are more than ${MOST_PAIRS}`, {
      hint: `compare ${MOST_PAIRS} pairs at most; longer runs tell more than more runs do by then`,
    });
  }
  const ids = results.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) {
    throw new BenchError('usage', `${twice} is there twice`, {
      hint: 'every result of a comparison is a run of its own; measure again with bench run',
    });
  }
  return results.flatMap((b, index) => {
    const a = index % 2 === 1 ? results[index - 1] : undefined;
    return a ? [{ a, b }] : [];
  });
}

/** All of one side before all of the other: a machine that drifts looks like a change then. */
export function blockOrder(pairs: readonly ResultPair[]): Difference[] {
  if (pairs.length < 2) return [];
  const a = pairs.map((pair) => epochMs(pair.a.startedAt));
  const b = pairs.map((pair) => epochMs(pair.b.startedAt));
  const field = 'order of the runs';
  if (Math.max(...a) < Math.min(...b)) return [{ field, a: 'all first', b: 'all last' }];
  if (Math.max(...b) < Math.min(...a)) return [{ field, a: 'all last', b: 'all first' }];
  return [];
}
