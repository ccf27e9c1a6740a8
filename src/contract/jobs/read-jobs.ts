import { seriesNameSchema } from '../history-entry.ts';
import type { Combination } from './expand-matrix.ts';
import {
  isMap,
  type JobFile,
  noSuchKey,
  OPTION_KEYS,
  sharedOptions,
  type Values,
  whereIn,
} from './job-file.ts';
import { overlay } from './overlay.ts';
import { type Judgement, readJudgement } from './read-judgement.ts';
import { matrixSize, readMatrix } from './read-matrix.ts';

/** One job after its matrix was taken apart, its options not checked yet. */
export interface WrittenJob extends Judgement {
  readonly name: string;
  /** The key under `jobs` that it came from. */
  readonly group: string;
  readonly options: Values;
  /** Where an option of it stands in the file. */
  pathOf(key: string): readonly string[];
}

/** Mistakes are collected, not thrown: a person mends them all at once. */
export interface ReadJobs {
  readonly jobs: readonly WrittenJob[];
  readonly mistakes: readonly string[];
}

/** More would take a night at a minute each, and is a matrix that got out of hand. */
const MOST_JOBS = 200;
/** As long as a series of a history may be called. */
const LONGEST_NAME = 120;
const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,59}$/;
const JOB_KEYS = ['limits', 'base', 'matrix'];
/** The name of the one job of a file that has none. */
const ONLY_JOB = 'default';

/** Jobs with their matrices taken apart; a file without `jobs` is one job. */
export function readJobs(file: JobFile): ReadJobs {
  const { values } = file;
  const shared = readJudgement(values, [], file);
  if (values.jobs === undefined) {
    const options = sharedOptions(values);
    const only = { name: ONLY_JOB, group: ONLY_JOB, options, pathOf: (key: string) => [key] };
    return { jobs: [{ ...only, ...shared.read }], mistakes: shared.mistakes };
  }
  const refused = (words: string): ReadJobs => ({
    jobs: [],
    mistakes: [`${whereIn(file, ['jobs'])}: ${words}`],
  });
  if (!isMap(values.jobs) || Object.keys(values.jobs).length === 0) {
    return refused('is not a list of name: options');
  }
  const groups = Object.entries(values.jobs);
  const wanted = groups.reduce((sum, [, job]) => sum + matrixSize(job), 0);
  if (wanted > MOST_JOBS) {
    return refused(`stands for ${wanted} jobs; shorten a matrix, ${MOST_JOBS} are the most`);
  }
  const read = groups.map(([group, job]) => readGroup(group, job ?? {}, shared.read, file));
  return {
    jobs: read.flatMap(({ jobs }) => jobs),
    mistakes: [...shared.mistakes, ...read.flatMap(({ mistakes }) => mistakes)],
  };
}

function readGroup(group: string, job: unknown, shared: Judgement, file: JobFile): ReadJobs {
  const at = ['jobs', group];
  const where = whereIn(file, at);
  if (!NAME.test(group)) {
    const rule = 'is no name of a job; take letters, digits, _ . and -, at most 60';
    return { jobs: [], mistakes: [`${where}: ${rule}`] };
  }
  if (!isMap(job)) return { jobs: [], mistakes: [`${where}: is not a list of key: value`] };
  const judgement = readJudgement(job, at, file);
  const matrix = readMatrix(job, at, file);
  const mistakes = [...unknownKeys(job, at, file), ...judgement.mistakes, ...matrix.mistakes];
  const jobs = matrix.combinations.map((combination) => ({
    ...combinedJob(group, job, combination, file),
    limits: { ...shared.limits, ...judgement.read.limits },
    base: judgement.read.base ?? shared.base,
  }));
  return { jobs, mistakes: [...mistakes, ...nameMistakes(jobs, where)] };
}

function combinedJob(group: string, job: Values, { words, options }: Combination, file: JobFile) {
  // What is no option was said already.
  const own = Object.fromEntries(Object.entries(job).filter(([key]) => OPTION_KEYS.includes(key)));
  return {
    name: words === '' ? group : `${group} (${words})`,
    group,
    options: overlay(sharedOptions(file.values), { ...own, ...options }),
    pathOf: (key: string) => {
      if (Object.hasOwn(options, key)) return ['jobs', group, 'matrix', key];
      return Object.hasOwn(own, key) ? ['jobs', group, key] : [key];
    },
  };
}

function unknownKeys(job: Values, at: readonly string[], file: JobFile): string[] {
  const known = [...OPTION_KEYS, ...JOB_KEYS];
  const unknown = Object.keys(job).filter((key) => !known.includes(key));
  return unknown.map((key) => `${whereIn(file, [...at, key])}: ${noSuchKey(key, known)}`);
}

/** Names are what results are found by: two of them may come out alike where a password was left out. */
function nameMistakes(jobs: readonly WrittenJob[], where: string): string[] {
  const names = jobs.map(({ name }) => name);
  const long = names.find(({ length }) => length > LONGEST_NAME);
  if (long) return [`${where}: "${long}" is longer than ${LONGEST_NAME} characters`];
  const odd = names.find((name) => !seriesNameSchema.safeParse(name).success);
  if (odd) return [`${where}: ${JSON.stringify(odd)} has characters that no name can have`];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  return twice === undefined ? [] : [`${where}: two of its jobs would be named "${twice}"`];
}
