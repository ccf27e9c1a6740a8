import type { Rule } from '../../contract/point.ts';

/** What a rule came to, the same word in every format. */
export function ruleOutcome({
  fired,
  verdict,
  judged,
}: Rule): 'ok' | 'not judged' | Rule['verdict'] {
  if (judged === false) return 'not judged';
  return fired ? verdict : 'ok';
}
