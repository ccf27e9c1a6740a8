import { OUTCOME_CODE, type Outcome } from '../../../../src/contract/outcome.ts';
import type { Slot } from '../../../../src/load/engines/engine.ts';
import { MS } from './a-shard-plan.ts';

type SlotChanges = Partial<Omit<Slot, 'outcome'>> & { outcome?: Outcome };

/** An ended request: due at `dueNs`, dispatched and sent at once, answered well 5 ms later. */
export function aSlot(changes: SlotChanges = {}): Slot {
  const { outcome = 'ok', dueNs = 0, ...rest } = changes;
  return {
    index: 0,
    request: 0,
    dueNs,
    dispatchedNs: dueNs,
    sentNs: dueNs,
    firstByteNs: dueNs + 5 * MS,
    doneNs: dueNs + 5 * MS,
    outcome: OUTCOME_CODE[outcome],
    detail: '',
    correct: 0,
    touched: false,
    ...rest,
  };
}
