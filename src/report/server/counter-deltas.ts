import type { Counters } from './counters.ts';

/** What counters did between two readings. */
export interface CounterDeltas {
  /** Counter name → sum over its series. */
  readonly totals: ReadonlyMap<string, number>;
  /** A counter fell or vanished: the server restarted, or the model was loaded again. */
  readonly restarted: boolean;
}

/**
 * Exact totals from boundary samples. Series by series, because a fall in one is hidden by a rise
 * of another in their sum. After a fall what is there now was counted since; a series that was not
 * there began at 0.
 */
export function counterDeltas(before: Counters, after: Counters): CounterDeltas {
  const totals = new Map<string, number>();
  let restarted = false;
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const delta = seriesDelta(before.get(name) ?? new Map(), after.get(name) ?? new Map());
    totals.set(name, delta.total);
    restarted ||= delta.fell;
  }
  return { totals, restarted };
}

/** The same for one counter. */
export function seriesDelta(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): { readonly total: number; readonly fell: boolean } {
  let total = 0;
  let fell = [...before.keys()].some((series) => !after.has(series));
  for (const [series, now] of after) {
    const then = before.get(series) ?? 0;
    total += now < then ? now : now - then;
    fell ||= now < then;
  }
  return { total, fell };
}
