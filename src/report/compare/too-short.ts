import type { ResultDocument } from '../../contract/result-document.ts';
import { percentileName } from '../facts/percentile-words.ts';
import { count } from '../render/quantity.ts';
import type { Limits } from './limits.ts';

/**
 * Why runs as long as this one can never be judged: a percentile that has a limit takes more requests than
 * there were. A sentence without its end; null when all can be.
 */
export function tooShort({ points }: ResultDocument, limits: Limits): string | null {
  for (const { name, latency } of points) {
    const clocks = [
      { prefix: '', summary: latency.response },
      { prefix: 'service.', summary: latency.service },
    ];
    for (const { prefix, summary } of clocks) {
      for (const one of summary.percentiles) {
        const id = `${prefix}${percentileName(one.percent)}`;
        if (one.state !== 'too-few' || limits[id] === undefined) continue;
        return `${id} of ${name} takes ${count(one.needs)} requests, and a run had ${count(summary.count)}`;
      }
    }
  }
  return null;
}
