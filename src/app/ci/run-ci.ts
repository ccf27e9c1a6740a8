import type { Environment } from '../environment.ts';
import { checkJobs } from './check-jobs.ts';
import type { CiParts } from './ci-parts.ts';
import type { CiEvents, CiRequest, JobRun } from './ci-request.ts';
import { type FinishedCi, jobsInOrder } from './jobs-in-order.ts';
import { judgeByHistory } from './judge-by-history.ts';
import { keepInHistory } from './keep-in-history.ts';
import { lookBack } from './look-back.ts';
import { measureAgainstBase } from './measure-against-base.ts';
import { measureJob } from './measure-job.ts';
import { publishJobs } from './publish-jobs.ts';

/**
 * `bench ci run`: every job measured, judged, kept and published.
 * @param startJob how one job's run is shown
 * @throws BenchError for what is found before anything ran
 */
export async function runCi(
  request: CiRequest,
  surroundings: Omit<Environment, 'commandWith' | 'events'>,
  events: CiEvents,
  startJob: (name: string) => JobRun,
): Promise<FinishedCi> {
  const parts: CiParts = {
    check: () => checkJobs(request, surroundings, events),
    measure: async (job) => {
      const { stop, ...shown } = startJob(job.name);
      const env = { ...surroundings, ...shown };
      const { base } = job;
      const measured = base ? measureAgainstBase(job, base, request, env) : measureJob(job, env);
      return measured.finally(stop);
    },
    judge: (job, outcome) => judgeByHistory(job, outcome, request, surroundings),
    keep: (job, result) => keepInHistory(job, result, request, surroundings),
    lookBack: (job, outcome) => lookBack(job, outcome, request, surroundings.cwd),
    publish: (outcome) => publishJobs(request, outcome, surroundings, events),
  };
  return jobsInOrder(request, parts, events, surroundings);
}
