import type { MetricComparison, PointComparison } from '../../contract/comparison.ts';
import type { ComparisonDocument } from '../../contract/comparison-document.ts';
import { verdictCell } from '../compare/comparison-words.ts';
import { epochMs } from '../epoch-ms.ts';
import { junitOf } from '../render/junit/junit.ts';
import { type JunitCase, type JunitSuite, junitSuites } from '../render/junit/junit-suites.ts';
import { share } from '../render/quantity.ts';
import type { JobOutcome, JobsOutcome } from './job-outcome.ts';
import { changeWords } from './job-words.ts';

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
  const compared = job.comparison ? [comparisonSuite(job.comparison, isStrict)] : [];
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

function comparisonSuite(document: ComparisonDocument, isStrict: boolean): JunitSuite {
  const { targets, comparison, startedAt, finishedAt } = document;
  const points = comparison?.points ?? [];
  const cases = points.flatMap((point) => pointCases(point, isStrict));
  return {
    name: `change from ${targets.a} to ${targets.b}`,
    seconds: Math.max(0, epochMs(finishedAt) - epochMs(startedAt)) / 1000,
    properties: [],
    cases: cases.length > 0 ? cases : [nothingJudged(document, isStrict)],
  };
}

function pointCases({ name, metrics }: PointComparison, isStrict: boolean): JunitCase[] {
  const judged = metrics.filter(({ limit }) => limit !== null);
  return judged.map((metric) => ({
    name: `${name} ${metric.id} within ${share(metric.limit ?? 0)}`,
    type: metric.verdict ?? 'not-judged',
    message: changeWords(metric),
    outcome: outcomeOf(metric.verdict, isStrict),
  }));
}

function outcomeOf(verdict: MetricComparison['verdict'], isStrict: boolean): JunitCase['outcome'] {
  switch (verdict) {
    case 'regressed':
      return 'failure';
    case 'invalid':
      return 'error';
    case 'improved':
    case 'no-change':
      return 'passed';
    default:
      return isStrict ? 'failure' : 'skipped';
  }
}

function nothingJudged({ verdict }: ComparisonDocument, isStrict: boolean): JunitCase {
  const { text } = verdictCell(verdict);
  const outcome = outcomeOf(verdict, isStrict);
  return { name: 'it could be judged', type: verdict, message: text, outcome };
}
