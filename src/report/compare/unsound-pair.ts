import type { ResultDocument } from '../../contract/result-document.ts';
import { disturbanceOf } from './disturbed-pair.ts';

/**
 * Why a pair has to be measured once more, in words; null when nothing is against it. What was measured is
 * not looked at, only whether it can be relied on.
 */
export function unsoundness(a: ResultDocument, b: ResultDocument): string | null {
  return faultOf('A', a) ?? faultOf('B', b) ?? disturbanceOf(a, b);
}

function faultOf(side: string, { id, status, verdict }: ResultDocument): string | null {
  if (status !== 'complete') return `${side} (${id}) is ${status}, not complete`;
  return verdict === 'invalid' ? `${side} (${id}) is invalid` : null;
}
