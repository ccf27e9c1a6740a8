import type { Job } from '../../contract/jobs/parse-jobs.ts';
import type { JobOutcome } from '../../report/index.ts';
import type { Environment } from '../environment.ts';
import { runBenchmark } from '../run-benchmark.ts';
import { problemOf, unmeasuredJob, withKnown } from './measured-job.ts';

/**
 * Measures a job as `bench run` would; its label "job" is what history and comments find it by.
 * @throws BenchError where nothing could be measured
 */
export async function measureJob(job: Job, env: Environment): Promise<JobOutcome> {
  const label = { ...job.config.label, job: job.name };
  const { document, folder, unwritten } = await runBenchmark({ ...job.config, label }, env);
  const { exitCode } = document;
  const measured = { ...unmeasuredJob(job.name, null), result: document, folder, exitCode };
  return unwritten ? withKnown(measured, { problem: problemOf(unwritten) }) : measured;
}
