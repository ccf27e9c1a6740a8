import type { Acknowledgement, StoredHistoryEntry } from '../../contract/history-entry.ts';
import { epochMs } from '../epoch-ms.ts';

/** An entry as it was found. */
export interface HistoryEntry extends StoredHistoryEntry {
  /** "<series>/<run id>": finds it again. */
  readonly name: string;
  readonly file: string;
  readonly acknowledged: Acknowledgement | null;
}

/**
 * The order of a history: when the run began, then when it was added, then by name. No order of the files
 * or their dates: git keeps neither.
 */
export function byTime(a: HistoryEntry, b: HistoryEntry): number {
  return (
    epochMs(a.result.startedAt) - epochMs(b.result.startedAt) ||
    epochMs(a.addedAt) - epochMs(b.addedAt) ||
    (a.name < b.name ? -1 : 1)
  );
}

/** Whether a clock was set back between the run and adding it: then its place in the order may be wrong. */
export function beganAfterItWasAdded({ result, addedAt }: StoredHistoryEntry): boolean {
  return epochMs(result.startedAt) > epochMs(addedAt);
}
