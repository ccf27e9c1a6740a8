import { availableParallelism } from 'node:os';
import type { RunConfig } from '../contract/run-config.ts';
import { buildLoadPlan } from './build-load-plan.ts';
import { openFileLimit } from './open-file-limit.ts';
import type { PreparedLoad } from './prepare-load.ts';

/**
 * Another load of the same requests against the same model: nothing is asked or made again.
 * @throws BenchError 'config-invalid' when it asks for more than may be
 */
export function planAgain(prepared: PreparedLoad, config: RunConfig, seed: number): PreparedLoad {
  const { modelName, modelVersion, payload } = prepared.plan.workload;
  const plan = buildLoadPlan(config, {
    ...{ seed, modelName, modelVersion, payload, trace: null },
    cores: availableParallelism(),
    openFiles: openFileLimit(),
  });
  return { ...prepared, plan };
}
