import { setTimeout as pause } from 'node:timers/promises';
import { BenchError } from '../../contract/bench-error.ts';

/** How long something may take, and who may end the wait. */
export interface Patience {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly nowEpochMs: () => number;
}

const BETWEEN_ATTEMPTS_MS = 250;

/**
 * Tries again until it gives something; undefined when the time is over.
 * @throws BenchError 'interrupted' when the signal comes first, and what an attempt raises
 */
export async function patiently<T>(
  attempt: () => Promise<T | undefined>,
  { timeoutMs, signal, nowEpochMs }: Patience,
): Promise<T | undefined> {
  const endMs = nowEpochMs() + timeoutMs;
  for (;;) {
    const result = await attempt();
    if (result !== undefined || nowEpochMs() >= endMs) return result;
    await pause(BETWEEN_ATTEMPTS_MS, undefined, { signal }).catch(() => undefined);
    if (!signal.aborted) continue;
    throw new BenchError('interrupted', 'interrupted while Grafana was set up', {
      hint: 'start again',
    });
  }
}
