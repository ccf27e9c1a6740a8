import { BenchError } from '../contract/bench-error.ts';
import { listed } from '../contract/jobs/chosen-names.ts';
import { type Job, type JobFlags, parseJobs } from '../contract/jobs/parse-jobs.ts';
import type { ConfigFile } from './config-file.ts';
import { kebab } from './option-flags.ts';

/** Flags as the jobs of a file take them: they win over every job. */
export function jobFlags(given: Readonly<Record<string, unknown>>): JobFlags {
  return {
    values: given,
    nameOf: (key) => `--${given[key] === false ? 'no-' : ''}${kebab(key)}`,
  };
}

/**
 * The one job of a file that was named.
 * @throws BenchError 'config-invalid' for mistakes in it; 'usage' when it names no job, or several
 */
export function jobOfFile(
  name: string,
  file: ConfigFile | undefined,
  given: Readonly<Record<string, unknown>>,
): Job {
  if (!file) {
    throw new BenchError('usage', `there is no bench.yaml that could hold the job "${name}"`, {
      hint: 'go to the folder that has it, or name the file with --config',
    });
  }
  const jobs = parseJobs(file, jobFlags(given), [name]);
  const exact = jobs.find((job) => job.name === name) ?? (jobs.length === 1 ? jobs[0] : undefined);
  if (exact) return exact;
  throw new BenchError('usage', `"${name}" is a matrix of ${jobs.length} jobs`, {
    hint: `choose one of ${listed(jobs)}; bench ci run --job ${name} runs them all`,
  });
}

/**
 * @throws BenchError 'usage' that names the jobs of a file that has some: which of them is meant?
 *   'config-invalid' for mistakes in them
 */
export function refuseUnchosen(file: ConfigFile | undefined): void {
  if (!file || file.values.jobs === undefined) return;
  const jobs = parseJobs(file, jobFlags({}));
  throw new BenchError('usage', `${file.name} holds jobs: which of them?`, {
    hint: `choose with --job one of ${listed(jobs)}; bench ci run runs them all`,
  });
}
