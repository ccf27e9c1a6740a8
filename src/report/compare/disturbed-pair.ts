import type { ResultDocument } from '../../contract/result-document.ts';
import { share } from '../render/quantity.ts';

/** So much CPU time taken away on one side alone moves the ratio of a pair by about as much. */
const MOST_STOLEN_APART = 0.05;

/**
 * Why a pair tells of the machine more than of A and B, in words; null when nothing is known against it.
 * Other virtual machines took CPU time in one of its runs and not in the other. Latency is not looked at:
 * whoever leaves out pairs for what they measured, chooses the result.
 */
export function disturbanceOf(a: ResultDocument, b: ResultDocument): string | null {
  const [ofA, ofB] = [stolenShare(a), stolenShare(b)];
  if (ofA === null || ofB === null || Math.abs(ofA - ofB) <= MOST_STOLEN_APART) return null;
  return `other virtual machines took ${share(ofA)} of the CPU time in A and ${share(ofB)} in B`;
}

/** The largest of a result's loads; null where none knows. */
function stolenShare({ points }: ResultDocument): number | null {
  const shares = points.flatMap(({ generator }) => generator?.stealShare ?? []);
  return shares.length === 0 ? null : Math.max(...shares);
}
