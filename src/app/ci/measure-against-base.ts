import { EXIT_CODE } from '../../contract/bench-error.ts';
import type { ComparisonDocument } from '../../contract/comparison-document.ts';
import { gravestExitCode } from '../../contract/gravest-exit-code.ts';
import type { JobBase } from '../../contract/jobs/job-keys.ts';
import type { Job } from '../../contract/jobs/parse-jobs.ts';
import type { ResultDocument } from '../../contract/result-document.ts';
import type { JobOutcome } from '../../report/index.ts';
import { runAb } from '../ab/run-ab.ts';
import type { Environment } from '../environment.ts';
import { baseFlags, baseTargets } from './base-targets.ts';
import type { CiRequest, JobRun } from './ci-request.ts';
import { problemOf, unmeasuredJob, withKnown } from './measured-job.ts';

/**
 * A job and its base measured in turn, as `bench ab` would.
 * @throws BenchError where nothing could be measured
 */
export async function measureAgainstBase(
  job: Job,
  base: JobBase,
  { isStrict }: Pick<CiRequest, 'isStrict'>,
  env: Environment & Pick<JobRun, 'commandWith'>,
): Promise<JobOutcome> {
  const request = {
    ...{ origin: 'ab' as const, targets: baseTargets(job, base), limits: job.limits },
    ...{ pairs: base.pairs, confirm: base.confirm ?? 0, isStrict },
    ...{ isReloaded: false, isForced: false },
    commandOfRun: (side: 'a' | 'b', seed: number) =>
      env.commandWith(seed, side === 'a' ? baseFlags(base) : []),
  };
  const { document, folder, unwritten, failure } = await runAb(request, env);
  const result = headRun(document);
  const isMissed = result?.exitCode === EXIT_CODE.gateFailed;
  const measured = {
    ...unmeasuredJob(job.name, null),
    ...{ result, folder, comparison: document },
    exitCode: gravestExitCode([
      document.exitCode,
      isMissed ? EXIT_CODE.gateFailed : EXIT_CODE.fine,
    ]),
  };
  const trouble = failure ?? unwritten;
  return trouble ? withKnown(measured, { problem: problemOf(trouble) }) : measured;
}

/** The last run of the job's own side that is judged, else the last of them. */
function headRun({ pairs, runs }: ComparisonDocument): ResultDocument | null {
  const newestFirst = pairs.toReversed();
  const pair = newestFirst.find(({ judged, b }) => judged && b !== null);
  const id = (pair ?? newestFirst.find(({ b }) => b !== null))?.b;
  return runs.find((run) => run.id === id) ?? null;
}
