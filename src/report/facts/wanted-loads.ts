import type { ResultDocument } from '../../contract/result-document.ts';
import { parseSweep } from '../../contract/sweep.ts';

/** How many loads a run was to measure, those of a sweep included that it never came to. */
export function wantedLoads({
  config,
  points,
  missing = [],
}: Pick<ResultDocument, 'config' | 'points' | 'missing'>): number {
  const sweep = typeof config.sweep === 'string' ? parseSweep(config.sweep) : undefined;
  const wanted = typeof sweep === 'object' ? sweep.values.length : 0;
  return Math.max(wanted, points.length + missing.length);
}
