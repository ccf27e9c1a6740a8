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
    slot.detail = '';
    slot.correct = 0;
    return;
  }
  slot.outcome = outcome;
  slot.doneNs = nowNs;
  slot.detail = detail.length > MAX_DETAIL_CHARACTERS ? shortened(detail) : detail;
  const isChecked = outcome === OUTCOME_CODE.ok || outcome === OUTCOME_CODE['wrong-answer'];
  if (!isChecked) slot.correct = 0;
}

function shortened(detail: string): string {
  return `${detail.slice(0, MAX_DETAIL_CHARACTERS - 1)}…`;
}
