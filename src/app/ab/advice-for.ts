import { DEFAULT_PAIRS } from '../../contract/options/ab-options.ts';
import type { ResultDocument } from '../../contract/result-document.ts';
import { advisedPairs, conditionsOfRun, type Limits, tightLimits } from '../../report/index.ts';
import type { Environment } from '../environment.ts';
import { stateFolder } from '../state-folder.ts';
import { findCalibration } from './calibrations.ts';

/** How many pairs to measure, and what has to be known of that. */
export interface Advice {
  readonly pairs: number;
  readonly warnings: readonly string[];
  /** False: there is no calibration that may be used. */
  readonly isCalibrated: boolean;
}

/**
 * What this machine was calibrated to, asked once the first run has told what the conditions are. No limit is
 * ever changed by it.
 * @param wanted the number that was asked for; undefined: as many as the limits take
 */
export async function adviceFor(
  run: ResultDocument,
  wanted: number | undefined,
  limits: Limits,
  { env, nowEpochMs }: Pick<Environment, 'env' | 'nowEpochMs'>,
): Promise<Advice> {
  const conditions = conditionsOfRun(run);
  const usual = { pairs: wanted ?? DEFAULT_PAIRS, isCalibrated: false };
  if (!conditions) return { ...usual, warnings: [] };
  const { calibration, why } = await findCalibration(stateFolder(env), conditions, nowEpochMs());
  if (!calibration) return { ...usual, warnings: why === null ? [] : [why] };
  const pairs = wanted ?? advisedPairs(calibration, limits);
  return { pairs, warnings: tightLimits(calibration, limits, pairs), isCalibrated: true };
}
