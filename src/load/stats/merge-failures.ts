import type { Failure } from '../../contract/point.ts';

/** Adds failures row by row, the earliest words kept; in the order of reason and message. */
export function mergeFailures(a: readonly Failure[], b: readonly Failure[]): readonly Failure[] {
  const rows = new Map<string, Failure>();
  for (const row of [...a, ...b]) {
    const key = JSON.stringify([row.reason, row.message]);
    const other = rows.get(key);
    rows.set(key, other ? add(other, row) : row);
  }
  return [...rows].sort(([x], [y]) => (x < y ? -1 : 1)).map(([, row]) => row);
}

function add(a: Failure, b: Failure): Failure {
  return {
    reason: a.reason,
    message: a.message,
    count: a.count + b.count,
    firstNs: Math.min(a.firstNs, b.firstNs),
    lastNs: Math.max(a.lastNs, b.lastNs),
    sample: isBefore(a, b) ? a.sample : b.sample,
  };
}

/** Equal times are told apart by the words, so that the order of merging does not matter. */
function isBefore(a: Failure, b: Failure): boolean {
  return a.firstNs === b.firstNs ? a.sample < b.sample : a.firstNs < b.firstNs;
}
