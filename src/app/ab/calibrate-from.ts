import type { ComparisonDocument } from '../../contract/comparison-document.ts';
import { buildCalibration } from '../../report/index.ts';
import { saveCalibration } from './calibrations.ts';

const UNLIKE =
  'Both sides are one target, and still they differ by more than noise: on this machine, as it is now, comparisons cannot be trusted. Nothing was kept.';

/**
 * The document with what it says of the machine, which is kept where it can be relied on.
 * @param state folder that calibrations are kept in
 * @throws BenchError 'config-invalid' where it cannot be written
 */
export async function calibrateFrom(
  document: ComparisonDocument,
  state: string,
): Promise<ComparisonDocument> {
  const { status, verdict, comparison, runs, notes, finishedAt } = document;
  const [run] = runs;
  if (status !== 'complete' || !comparison || !run || verdict === 'invalid') return document;
  const calibration = buildCalibration(comparison, run, finishedAt);
  if (!calibration) return document;
  if (verdict === 'regressed' || verdict === 'improved') {
    return { ...document, calibration, notes: [...notes, UNLIKE] };
  }
  const file = await saveCalibration(state, calibration);
  const kept = `Kept in ${file}, for bench ab of this load on this machine.`;
  return { ...document, calibration, notes: [...notes, kept] };
}
