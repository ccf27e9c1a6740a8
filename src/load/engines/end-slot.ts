import { OUTCOME_CODE, type OutcomeCode } from '../../contract/outcome.ts';
import type { Slot } from './engine.ts';
import { MAX_DETAIL_CHARACTERS } from './outcome.ts';

/**
 * Pure: writes the end of a request into its slot. One that was sent and ends after its deadline has
 * timed out, whatever came in between: which event the loop saw first must not decide.
 */
export function endSlot(
  slot: Slot,
  outcome: OutcomeCode,
  detail: string,
  nowNs: number,
  timeoutNs: number,
): void {
  const deadlineNs = slot.sentNs + timeoutNs;
  const isLate = slot.sentNs >= 0 && nowNs > deadlineNs;
  if (isLate || outcome === OUTCOME_CODE['timed-out']) {
    slot.outcome = OUTCOME_CODE['timed-out'];
    slot.doneNs = deadlineNs;
    slot.detail = lateWords(slot.firstByteNs, deadlineNs);
    slot.correct = 0;
    return;
  }
  slot.outcome = outcome;
  slot.doneNs = nowNs;
  slot.detail = detail.length > MAX_DETAIL_CHARACTERS ? shortened(detail) : detail;
  const isChecked = outcome === OUTCOME_CODE.ok || outcome === OUTCOME_CODE['wrong-answer'];
  if (!isChecked) slot.correct = 0;
}

/** As the other engines say it; constants, so that nothing is made on the hot path. */
function lateWords(firstByteNs: number, deadlineNs: number): string {
  const hasBegun = firstByteNs >= 0 && firstByteNs <= deadlineNs;
  return hasBegun ? 'the answer was not over in time' : 'no answer in time';
}

function shortened(detail: string): string {
  return `${detail.slice(0, MAX_DETAIL_CHARACTERS - 1)}…`;
}
