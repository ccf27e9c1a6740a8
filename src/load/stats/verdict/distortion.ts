import type { Rule } from '../../../contract/point.ts';
import {
  enoughClean,
  isSupported,
  MAX_DISTORTION_NS,
  MAX_DISTORTION_SHARE,
  MIN_CLEAN_SHARE,
} from '../clean-support.ts';
import { durationText } from '../duration-text.ts';
import { finiteOrInfinite } from '../population.ts';
import { shareText } from '../share-text.ts';
import type { RunFacts } from './run-facts.ts';

/**
 * Our own lateness moved what was measured: p50 is not what untouched requests saw, or a gate
 * (`doubtfulGates`, as a user writes them) passes for those only.
 */
export function distortion(facts: RunFacts, doubtfulGates: readonly string[]): Rule {
  const { response, clean } = facts.populations;
  const answered = response.histogram.count > 0;
  const distorted = answered && !isSupported(response, clean, 50);
  return {
    rule: 'distortion',
    verdict: 'invalid',
    title: 'Our own lateness distorted the latency',
    value: answered ? valueText(facts, doubtfulGates) : 'no answers',
    limit: `p50 at most ${shareText(MAX_DISTORTION_SHARE)} or ${durationText(MAX_DISTORTION_NS)} above that of clean requests, ${shareText(MIN_CLEAN_SHARE)} of the requests clean, no gate passing on clean requests only`,
    fired: distorted || doubtfulGates.length > 0,
  };
}

function valueText({ populations }: RunFacts, doubtfulGates: readonly string[]): string {
  const { response, clean } = populations;
  const cleanShare = shareText(clean.histogram.count / response.histogram.count);
  const medians = enoughClean(response, clean)
    ? [`p50 ${durationText(finiteOrInfinite(response, 50))}`, `clean p50 ${cleanMedian()}`]
    : [];
  const gates = doubtfulGates.map((gate) => `${gate} passes on clean requests only`);
  return [...medians, `${cleanShare} clean`, ...gates].join(', ');

  function cleanMedian(): string {
    return durationText(finiteOrInfinite(clean, 50));
  }
}
