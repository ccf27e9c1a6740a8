import { EXIT_CODE } from '../../contract/bench-error.ts';
import type { Job } from '../../contract/jobs/parse-jobs.ts';
import {
  checkHistory,
  historyReader,
  type JobOutcome,
  lastingChanges,
  limitsFrom,
} from '../../report/index.ts';
import type { CiRequest } from './ci-request.ts';
import { withKnown } from './measured-job.ts';

/** A change that lasted this long is known to somebody by then. */
const NEWEST_NIGHTS = 200;

/**
 * A job whose run was added to its history, with what the history shows now: a slow drift passes every night
 * by itself. A lasting change to the worse fails the job until somebody acknowledges it.
 * @throws BenchError 'result-unreadable'
 */
export async function lookBack(
  job: Job,
  outcome: JobOutcome,
  { historyFolder, isStrict }: Pick<CiRequest, 'historyFolder' | 'isStrict'>,
  cwd: string,
): Promise<JobOutcome> {
  if (historyFolder === null) return outcome;
  const query = { series: job.name, newest: NEWEST_NIGHTS };
  const found = await historyReader(historyFolder, cwd).read(query);
  const limits = { limits: limitsFrom(job.limits), isForced: false };
  const changes = lastingChanges(checkHistory(found, limits));
  const [counted] = changes.filter(({ isConfirmed }) => isConfirmed || isStrict);
  if (counted) {
    const message = `its history has changed: ${counted.words}`;
    const hint = `find what it was, or say that it is known: bench history acknowledge '${counted.entry}' --history ${historyFolder} --reason …`;
    return withKnown(outcome, { problem: { message, hint, exitCode: EXIT_CODE.gateFailed } });
  }
  const [unconfirmed] = changes;
  return unconfirmed
    ? withKnown(outcome, { note: `Its history may be changing: ${unconfirmed.words}.` })
    : outcome;
}
