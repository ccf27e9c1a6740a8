const NS_PER_MS = 1_000_000n;

/** How long something may go on altogether, by the monotonic clock: no change of the date moves it. */
export interface Deadline {
  /** Milliseconds that are left; 0 when it has passed. */
  leftMs(): number;
}

/** Starts to run at once. */
export function deadlineIn(
  totalMs: number,
  nowNs: () => bigint = () => process.hrtime.bigint(),
): Deadline {
  const startNs = nowNs();
  return { leftMs: () => Math.max(0, totalMs - Number((nowNs() - startNs) / NS_PER_MS)) };
}
