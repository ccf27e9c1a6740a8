import type { Comparison, MetricComparison } from '../../contract/comparison.ts';
import { margin, ratio as number, share } from '../render/quantity.ts';
import { changeInWords, judgedMetrics } from './deciding-sentences.ts';
import { pairsNeededWords } from './pairs-needed-words.ts';

const ALPHA = 0.05;

/** What the pairs could not tell, why, and what it would take: a sentence for each metric. */
export function undecidedSentences(comparison: Comparison): string[] {
  return judgedMetrics(comparison)
    .filter(({ metric }) => metric.verdict === 'inconclusive')
    .map(({ title, metric }) => `${title}: ${whyUndecided(metric)}`);
}

/** Why the pairs could not tell, and what it would take. */
export function whyUndecided(metric: MetricComparison): string {
  const { interval, ratio, limit, pairsNeeded } = metric;
  if (metric.band) return `${changeInWords(metric)}.`;
  if (interval === null) {
    const guess = ratio === null ? '' : `, the best guess is ${margin(ratio - 1)}`;
    return `one pair has no interval${guess}. Measure more pairs.`;
  }
  const range = `${margin(interval.low - 1)} … ${margin(interval.high - 1)}`;
  const reach = `the change may be anything in ${range}, and the limit is ${share(limit ?? 0)}`;
  const more = pairsNeeded === null ? '' : `; ${pairsNeededWords(pairsNeeded, limit ?? 0)}`;
  return `${reach}${doubtsOf(metric)}${more}.`;
}

function doubtsOf({ adjustedP, signFlipP }: MetricComparison): string {
  const byChance =
    adjustedP !== null && adjustedP >= ALPHA ? [`p ${number(adjustedP)} among all metrics`] : [];
  const flipped =
    signFlipP !== null && signFlipP > ALPHA ? [`p ${number(signFlipP)} by sign-flips`] : [];
  const doubts = [...byChance, ...flipped];
  return doubts.length === 0 ? '' : `; noise alone gives as much too often (${doubts.join(', ')})`;
}
