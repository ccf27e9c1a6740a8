import { BenchError } from '../bench-error.ts';
import { parseRunConfig } from '../parse-run-config.ts';
import type { RunConfig } from '../run-config.ts';
import { chosenNames } from './chosen-names.ts';
import { FILE_KEYS, type JobFile, type Values, whereIn } from './job-file.ts';
import { overlay } from './overlay.ts';
import { readJobs, type WrittenJob } from './read-jobs.ts';
import type { Judgement } from './read-judgement.ts';

/** A complete, checked job. */
export interface Job extends Judgement {
  readonly name: string;
  readonly config: RunConfig;
  /** Where that option came from: "--qps", "bench.yaml:7", "default". */
  originOf(key: string): string;
}

/** What was given beside the file; it wins over every job. */
export interface JobFlags {
  readonly values: Values;
  /** How that key is written: "--qps". */
  nameOf(key: string): string;
}

const NO_FLAGS: JobFlags = { values: {}, nameOf: (key) => key };

/**
 * `bench.yaml` and flags → the jobs that were named, in the order of the file; all where none was.
 * The others are checked too, as they stand in the file.
 * @param wanted names of jobs, or of what a matrix was taken apart from
 * @throws BenchError 'config-invalid' that lists all mistakes of all jobs at once, one a line; 'usage' for
 *   a name that no job has
 */
export function parseJobs(file: JobFile, flags: JobFlags, wanted: readonly string[] = []): Job[] {
  const { jobs, mistakes } = readJobs(file);
  const names = mistakes.length > 0 ? [] : chosenNames(jobs, wanted);
  const isChosen = ({ name }: Pick<Job, 'name'>) => names.includes(name);
  const read = jobs.map((job) => parseJob(job, file, isChosen(job) ? flags : NO_FLAGS));
  const all = [...mistakes, ...read.flatMap((one) => one.mistakes)];
  if (all.length === 0) return read.flatMap(({ job }) => (job && isChosen(job) ? job : []));
  throw new BenchError('config-invalid', [...new Set(all)].join('\n'), {
    hint: 'see bench run --help for the options, or what was understood with bench ci list',
  });
}

function parseJob(
  job: WrittenJob,
  file: JobFile,
  flags: JobFlags,
): { readonly job?: Job; readonly mistakes: readonly string[] } {
  const { name, limits, base } = job;
  const isFlag = (key: string) => Object.hasOwn(flags.values, key);
  const whereOf = (key: string) =>
    isFlag(key) || !Object.hasOwn(job.options, key)
      ? flags.nameOf(key)
      : whereIn(file, job.pathOf(key));
  const originOf = (key: string) => {
    if (isFlag(key)) return flags.nameOf(key);
    if (!Object.hasOwn(job.options, key)) return 'default';
    return file.placeOf(job.pathOf(key));
  };
  try {
    const config = parseRunConfig(overlay(job.options, flags.values), whereOf, FILE_KEYS);
    return { job: { name, limits, base, config, originOf }, mistakes: [] };
  } catch (error) {
    if (error instanceof BenchError) return { mistakes: error.message.split('\n') };
    throw error;
  }
}
