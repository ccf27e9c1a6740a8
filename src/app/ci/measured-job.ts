import { BenchError, EXIT_CODE } from '../../contract/bench-error.ts';
import { gravestExitCode } from '../../contract/gravest-exit-code.ts';
import type { JobOutcome, JobProblem } from '../../report/index.ts';

const DEFECT = 'this is a defect of inferbench; please report it';

/** A job that nothing is known of yet. */
export function unmeasuredJob(name: string, problem: JobProblem | null): JobOutcome {
  const exitCode = problem?.exitCode ?? EXIT_CODE.fine;
  return {
    ...{ name, exitCode, problem, result: null, folder: null, comparison: null, notes: [] },
  };
}

/** What stopped a job, or a step, as data: the others go on, and nothing that was measured is lost. */
export function problemOf(error: unknown): JobProblem {
  if (error instanceof BenchError) {
    const { message, hint, exitCode, cause } = error;
    const [why = ''] = cause instanceof Error ? cause.message.split('\n') : [];
    return { message: message.includes(why) ? message : `${message} (${why})`, hint, exitCode };
  }
  const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const message = `unexpected error: ${words.split('\n').slice(0, 2).join(' ')}`;
  return { message, hint: DEFECT, exitCode: EXIT_CODE.usage };
}

/** The same job with more known of it; its exit code is the gravest of what is known. */
export function withKnown(
  job: JobOutcome,
  known: Partial<Pick<JobOutcome, 'comparison' | 'problem'>> & {
    readonly exitCode?: number;
    readonly note?: string | undefined;
  },
): JobOutcome {
  const { exitCode = EXIT_CODE.fine, note, ...more } = known;
  const problem = job.problem ?? known.problem ?? null;
  return {
    ...{ ...job, ...more, problem },
    notes: note === undefined ? job.notes : [...job.notes, note],
    exitCode: gravestExitCode([job.exitCode, exitCode, problem?.exitCode ?? EXIT_CODE.fine]),
  };
}
