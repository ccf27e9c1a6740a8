import { summaryOfResult } from '../list/run-summary.ts';
import type { JobOutcome, JobsOutcome } from './job-outcome.ts';
import { endingWord, jobReasons, jobWord } from './job-words.ts';

/** Moves with every change of what is in `ci.json`. */
const SCHEMA_VERSION = '1';

/**
 * What a program may want to know of all jobs, in base units. Written anew after every job: a run that was
 * killed has left what it had by then, with the status "running".
 */
export function jobsJson(outcome: JobsOutcome, { toolVersion, status, folder }: JobsFacts): string {
  const { startedAt, finishedAt, exitCode, jobs } = outcome;
  const document = {
    ...{ schemaVersion: SCHEMA_VERSION, kind: 'ci-run' },
    tool: { name: 'inferbench', version: toolVersion },
    ...{ startedAt, finishedAt, status, outcome: endingWord(exitCode), exitCode, folder },
    jobs: jobs.map(jobJson),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** What is known beside the jobs themselves. */
interface JobsFacts {
  readonly toolVersion: string;
  readonly status: JobsStatus;
  /** Of the reports of all jobs. */
  readonly folder: string;
}

export type JobsStatus = 'running' | 'complete' | 'interrupted';

function jobJson(job: JobOutcome) {
  const { name, exitCode, result, folder, comparison, problem } = job;
  const summary = result && summaryOfResult(result, { id: result.id, folder: '' });
  const points = result?.points ?? [];
  return {
    ...{ name, outcome: jobWord(job).text, exitCode, id: result?.id ?? null, folder },
    verdict: summary?.verdict ?? null,
    ...{ p50Ns: summary?.p50Ns ?? null, p99Ns: summary?.p99Ns ?? null },
    servedPerSecond: points.length === 1 ? points[0]?.rates.servedPerSecond : null,
    gates: points.flatMap((point) => point.gates.map((gate) => ({ load: point.name, ...gate }))),
    change: comparison && { verdict: comparison.verdict, targets: comparison.targets },
    ...{ reasons: jobReasons(job), problem },
  };
}
