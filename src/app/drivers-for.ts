import { type StackDriver, stackDrivers } from '../stack/index.ts';
import type { Environment } from './environment.ts';

/** The drivers of this machine, as they see it from where the user stands. */
export function driversFor({
  cwd,
  env,
  nowEpochMs,
}: Pick<Environment, 'cwd' | 'env' | 'nowEpochMs'>): Promise<readonly StackDriver[]> {
  return stackDrivers({ cwd, env, nowMs: nowEpochMs });
}
