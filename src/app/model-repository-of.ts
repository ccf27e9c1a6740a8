import { resolve } from 'node:path';
import type { RunConfig } from '../contract/run-config.ts';
import type { Environment } from './environment.ts';

/** Absolute; the package's own where none is named. */
export function modelRepositoryOf(
  { modelRepository }: Pick<RunConfig, 'modelRepository'>,
  { cwd, packageFolder }: Pick<Environment, 'cwd' | 'packageFolder'>,
): string {
  return resolve(modelRepository ? cwd : packageFolder, modelRepository ?? 'models');
}
