import type { Point } from '../contract/point.ts';
import type { Finding } from './search.ts';
import { DOUBTFUL_REASON } from './stats/gates/latency-gate.ts';

/**
 * What one run says of its rate. Saturated is missed: its latency depends on how long the run was.
 * Invalid says nothing, but for one case: where our own lateness is all that was wrong, a gate that even
 * the untouched requests missed is missed.
 */
export function findingOf({
  verdict,
  gates,
  rules,
}: Pick<Point, 'verdict' | 'gates' | 'rules'>): Finding {
  const missed = gates.filter(({ passed }) => !passed);
  if (verdict === 'valid') return missed.length === 0 ? 'met' : 'missed';
  if (verdict === 'saturated') return 'missed';
  const fired = rules.filter((rule) => rule.fired && rule.verdict === 'invalid');
  const onlyLate = fired.every(({ rule }) => rule === 'distortion');
  return onlyLate && missed.some(isCertain) ? 'missed' : 'unsure';
}

function isCertain({ reason, value }: Point['gates'][number]): boolean {
  return reason !== DOUBTFUL_REASON && value !== null;
}
