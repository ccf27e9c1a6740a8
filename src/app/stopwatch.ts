import type { Environment } from './environment.ts';

/** Milliseconds since the last lap, for the time shown behind each step. */
export function stopwatch(env: Pick<Environment, 'nowEpochMs'>): () => number {
  let lastMs = env.nowEpochMs();
  return () => {
    const nowMs = env.nowEpochMs();
    const lapMs = nowMs - lastMs;
    lastMs = nowMs;
    return lapMs;
  };
}
