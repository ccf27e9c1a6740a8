import type { RunConfig } from './run-config.ts';

/** The configurations of single loads that a sweep stands for, in order; one for any other run. */
export function loadsOf(config: RunConfig): RunConfig[] {
  const { sweep, ...rest } = config;
  if (!sweep) return [config];
  return sweep.values.map((value) => ({ ...rest, sweep: undefined, [sweep.over]: value }));
}
