import { addToSummary, type JobsOutcome, jobsMarkdown } from '../../report/index.ts';
import type { Environment } from '../environment.ts';
import { checkRequest } from '../publish/check-request.ts';
import { publish } from '../publish/publish.ts';
import type { PublishRequest } from '../publish/publish-request.ts';
import type { CiEvents, CiRequest } from './ci-request.ts';

type Surroundings = Pick<Environment, 'cwd' | 'env' | 'toolVersion'>;

/**
 * What can be known to be wrong with the wishes to publish, before anything is measured.
 * @throws BenchError 'usage'
 */
export function checkPublishing(request: CiRequest, { env }: Pick<Environment, 'env'>): void {
  const { forges, jobSummary, status, check } = request.publishing;
  if (forges.length === 0 && !jobSummary && !status && !check) return;
  checkRequest({ ...requestOf(request, ['latest']), jobSummary }, env);
}

/**
 * One comment for each job that was measured, and all of them in the summary of the workflow's job.
 * @returns whether all of it could be published
 */
export async function publishJobs(
  request: CiRequest,
  outcome: JobsOutcome,
  { cwd, env, toolVersion }: Surroundings,
  { onWarning }: CiEvents,
): Promise<boolean> {
  const { forges, jobSummary } = request.publishing;
  const isSummed =
    !jobSummary || (await addSummary(env.GITHUB_STEP_SUMMARY ?? '', outcome, onWarning));
  const documents = outcome.jobs.flatMap(({ comparison, result }) =>
    [comparison, result].filter((document) => document !== null),
  );
  if (forges.length === 0) return isSummed;
  for (const { name, comparison, result } of outcome.jobs) {
    if (!comparison && !result)
      onWarning(`${name}: nothing was measured, its comment stays as it was`);
  }
  if (documents.length === 0) return isSummed;
  const published = await publish(requestOf(request, documents), {
    ...{ cwd, env, toolVersion },
    say: onWarning,
  });
  const failed = published.steps.filter(({ state }) => state === 'failed');
  for (const { words, url } of failed) onWarning(url === null ? words : `${words}: ${url}`);
  return isSummed && failed.length === 0;
}

function requestOf(
  { publishing, jobs }: CiRequest,
  documents: PublishRequest['documents'],
): PublishRequest {
  const { forges, status, check, reportUrl } = publishing;
  return {
    ...{ documents, forges, status, check, reportUrl },
    // The summary is of all jobs together, and a file of it is there already.
    ...{ jobSummary: false, file: null, jobKey: null, pullRequest: null, isStrict: false },
    reportsFolder: jobs[0]?.config.reports ?? 'reports',
  };
}

async function addSummary(
  file: string,
  outcome: JobsOutcome,
  onWarning: (message: string) => void,
): Promise<boolean> {
  try {
    await addToSummary(file, (fits) => jobsMarkdown(outcome, fits));
    return true;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    onWarning(`the job summary was not written: ${code ?? message}`);
    return false;
  }
}
