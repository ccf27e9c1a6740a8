import { changeWords } from './check-words.ts';
import type { HistoryCheck } from './history-check.ts';

/** A change to the worse that a check found: what it is, and the entry that it begins with. */
export interface LastingChange {
  readonly words: string;
  readonly entry: string;
  readonly isConfirmed: boolean;
}

/** Changes to the worse that last and that nobody has acknowledged, in the order they were found. */
export function lastingChanges({ series }: HistoryCheck): LastingChange[] {
  const metrics = series.flatMap(({ loads }) => loads.flatMap((load) => load.metrics));
  return metrics.flatMap((metric) =>
    metric.changes
      .filter(({ direction, state }) => direction === 'worse' && state !== 'recovered')
      .map((change) => ({
        words: changeWords(metric, change),
        entry: change.firstAfter.entry,
        isConfirmed: change.state === 'confirmed',
      })),
  );
}
