import { MOST_PAIRS } from '../../contract/most-pairs.ts';
import { count, share } from '../render/quantity.ts';

/** What it would take to tell a change of the limit; more pairs than are ever compared are no advice. */
export function pairsNeededWords(pairs: number, limit: number): string {
  if (pairs <= MOST_PAIRS) return `about ${count(pairs)} pairs would tell ${share(limit)}`;
  return `more than ${MOST_PAIRS} pairs would be needed to tell ${share(limit)}: measure longer, or on a quieter machine`;
}
