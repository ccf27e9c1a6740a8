import type { Job } from '../../contract/jobs/parse-jobs.ts';
import type { ResultDocument } from '../../contract/result-document.ts';
import { historyWriter } from '../../report/index.ts';
import type { Environment } from '../environment.ts';
import type { CiRequest } from './ci-request.ts';

/**
 * Adds a job's result to the series of its name.
 * @returns what is to be known of it, a sentence; null: nothing
 * @throws BenchError 'history-unwritable'
 */
export async function keepInHistory(
  job: Job,
  result: ResultDocument,
  { historyFolder }: CiRequest,
  { cwd, nowEpochMs }: Pick<Environment, 'cwd' | 'nowEpochMs'>,
): Promise<string | null> {
  if (historyFolder === null) return null;
  const writer = historyWriter(historyFolder, cwd);
  const { newerEntry } = await writer.add(job.name, result, nowEpochMs());
  return newerEntry === null
    ? null
    : `The history has a later entry, ${newerEntry}: two machines ran at once, or a clock is wrong.`;
}
