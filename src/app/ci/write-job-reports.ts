import { resolve } from 'node:path';
import {
  type JobProblem,
  type JobsFolder,
  type JobsOutcome,
  jobsJunit,
  jobsMarkdown,
  writeReport,
} from '../../report/index.ts';
import type { CiRequest } from './ci-request.ts';
import { problemOf } from './measured-job.ts';

/** Test results and summary of all jobs; what cannot be written keeps nothing else from being so. */
export async function writeJobReports(
  outcome: JobsOutcome,
  { isStrict, junitFile, summaryFile }: CiRequest,
  place: JobsFolder,
  cwd: string,
): Promise<{ readonly files: readonly string[]; readonly problems: readonly JobProblem[] }> {
  const [summary, junit] = [jobsMarkdown(outcome), jobsJunit(outcome, isStrict)];
  const files: string[] = [];
  const problems: JobProblem[] = [];
  const writes = [
    () => place.write('summary.md', summary),
    () => place.write('junit.xml', junit),
    ...(summaryFile === null ? [] : [() => writeReport(resolve(cwd, summaryFile), summary)]),
    ...(junitFile === null ? [] : [() => writeReport(resolve(cwd, junitFile), junit)]),
  ];
  for (const write of writes) {
    await write().then(
      (path) => void files.push(path),
      (error) => void problems.push(problemOf(error)),
    );
  }
  return { files, problems };
}
