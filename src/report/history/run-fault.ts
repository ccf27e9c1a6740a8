import type { ComparedRun } from '../compare/unlike-fields.ts';

/** Why a run is not held against others; null when nothing is against it. */
export function runFault({ document, point }: ComparedRun): string | null {
  if (document.status !== 'complete') return `it is ${document.status}, not complete`;
  if (point.verdict === 'invalid') return 'it is invalid: its numbers cannot be believed';
  return null;
}
