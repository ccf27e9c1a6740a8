import { measuredPhase, notCompleted } from '../facts/measured-phase.ts';
import { share } from '../render/quantity.ts';
import type { ComparedPoint } from './compared-points.ts';
import type { ComparedRun } from './unlike-fields.ts';

/** Where this many more requests failed on one side, the others are no longer the same requests. */
const MOST_ERRORS_APART = 0.01;

/** Why nothing of a load may be judged, a sentence each; empty when all may. */
export function pointFaults({ a, b }: ComparedPoint): string[] {
  return a.flatMap((runA, index) => {
    const runB = b[index];
    return runB
      ? [...runFaults('A', runA), ...runFaults('B', runB), ...errorsApart(runA, runB)]
      : [];
  });
}

function runFaults(side: string, { document, point }: ComparedRun): string[] {
  const name = `${side} (${document.id})`;
  if (point.verdict === 'invalid') return [`${name} is invalid: its numbers cannot be believed`];
  if (document.status !== 'complete') return [`${name} is ${document.status}, not complete`];
  return [];
}

/** Where more of one side had no good answer, what is left is not the same: a sentence, or none. */
export function errorsApart(
  a: ComparedRun,
  b: ComparedRun,
  [nameA, nameB]: readonly [string, string] = ['A', 'B'],
): string[] {
  const [ofA, ofB] = [notGood(a), notGood(b)];
  if (Math.abs(ofA - ofB) <= MOST_ERRORS_APART) return [];
  return [
    `${share(ofA)} of ${nameA}'s requests had no good answer, ${share(ofB)} of ${nameB}'s (${a.document.id}, ${b.document.id}): the others are not the same requests`,
  ];
}

function notGood({ point }: ComparedRun): number {
  const { counters } = measuredPhase(point);
  return counters.planned === 0 ? 0 : notCompleted(counters) / counters.planned;
}
