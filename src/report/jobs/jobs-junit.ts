import { comparisonSuites } from '../compare/comparison-junit.ts';
import { junitOf } from '../render/junit/junit.ts';
import { type JunitCase, type JunitSuite, junitSuites } from '../render/junit/junit-suites.ts';
import type { JobOutcome, JobsOutcome } from './job-outcome.ts';

/**
 * All jobs as test results. Whatever gives a job an exit code other than 0 is a failure or an error here.
 * @param isStrict what could not be told counts as a regression
 */
export function jobsJunit({ jobs, startedAt }: JobsOutcome, isStrict: boolean): string {
  return junitOf(
    jobs.flatMap((job) => {
      const at = job.result?.startedAt ?? startedAt;
      return suitesOf(job, isStrict).map((suite) => ({ ...suite, startedAt: at }));
    }),
  );
}

function suitesOf(job: JobOutcome, isStrict: boolean): JunitSuite[] {
  const measured = job.result ? junitSuites(job.result) : [];
  const compared = job.comparison ? comparisonSuites(job.comparison, { isStrict }) : [];
  const own = { name: 'job', seconds: 0, properties: [], cases: [jobCase(job)] };
  return [own, ...measured, ...compared].map((suite) => ({
    ...suite,
    name: `${job.name}: ${suite.name}`,
  }));
}

function jobCase({ problem, notes }: JobOutcome): JunitCase {
  const name = 'it was measured, and its result is kept';
  if (problem === null) {
    return { name, outcome: 'passed', type: '', message: notes.join(' ') };
  }
  const message = `${problem.message}; ${problem.hint}`;
  return { name, outcome: 'error', type: `exit-${problem.exitCode}`, message };
}
