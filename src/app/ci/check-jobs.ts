import { access, constants } from 'node:fs/promises';
import { resolve } from 'node:path';
import { BenchError } from '../../contract/bench-error.ts';
import type { Job } from '../../contract/jobs/parse-jobs.ts';
import { historyPlace, isoTime, type JobsFolder, makeJobsFolder } from '../../report/index.ts';
import type { Environment } from '../environment.ts';
import type { CiEvents, CiRequest } from './ci-request.ts';
import { checkPublishing } from './publish-jobs.ts';

type Surroundings = Pick<Environment, 'cwd' | 'nowEpochMs' | 'env'>;

/**
 * Looks at everything that can be looked at without a server, before anything is measured.
 * @returns the folder for what all jobs leave together
 * @throws BenchError 'config-invalid' that lists every mistake, 'usage', 'reports-unwritable'
 */
export async function checkJobs(
  request: CiRequest,
  { cwd, nowEpochMs, env }: Surroundings,
  events: CiEvents,
): Promise<JobsFolder> {
  const { jobs, historyFolder, addsToHistory } = request;
  checkPublishing(request, { env });
  const mistakes = (await Promise.all(jobs.map((job) => mistakesOf(job, cwd)))).flat();
  if (mistakes.length > 0) {
    throw new BenchError('config-invalid', [...new Set(mistakes)].join('\n'), {
      hint: 'nothing was measured yet; see bench ci list for what each job says',
    });
  }
  if (historyFolder !== null) {
    const doubt = await historyPlace(resolve(cwd, historyFolder), addsToHistory);
    if (doubt !== null) events.onWarning(doubt);
  }
  const [first] = jobs;
  return makeJobsFolder(first?.config.reports ?? 'reports', cwd, isoTime(nowEpochMs()));
}

const NO_PATHS = ['auto', 'random', 'zero'];

/** What the options alone do not show. */
async function mistakesOf({ name, config, base }: Job, cwd: string): Promise<string[]> {
  const { trace, ca, inputData, modelRepository, search, samples } = config;
  const paths = {
    ...{ trace, ca, modelRepository },
    inputData: NO_PATHS.includes(inputData) ? undefined : inputData,
  };
  const missing = await Promise.all(
    Object.entries(paths).map(async ([key, path]) => {
      if (path === undefined) return [];
      const reason = await reasonNotReadable(resolve(cwd, path));
      return reason === null ? [] : [`${name}: ${key}: ${path} cannot be read: ${reason}`];
    }),
  );
  return [
    ...missing.flat(),
    ...(base && search ? [`${name}: a search has no load that could be held against a base`] : []),
    ...(base && samples ? [`${name}: samples names one file, and a base makes many runs`] : []),
  ];
}

async function reasonNotReadable(path: string): Promise<string | null> {
  return access(path, constants.R_OK).then(
    () => null,
    (cause: NodeJS.ErrnoException) => cause.code ?? cause.message,
  );
}
