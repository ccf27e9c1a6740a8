import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BenchError, EXIT_CODE } from '../../contract/bench-error.ts';
import {
  type CommentSubject,
  connectForge,
  type ForgeContext,
  fileNameOf,
  footerOf,
  githubContext,
  gitlabContext,
  groupByJob,
  type PublishStep,
  publishToForge,
  resultReader,
} from '../../report/index.ts';
import type { Environment } from '../environment.ts';
import { checkRequest } from './check-request.ts';
import { fileStep, summaryStep } from './local-steps.ts';
import type { PublishOutcome, PublishRequest } from './publish-request.ts';

/** The outside world as publishing sees it. */
export interface PublishEnvironment extends Pick<Environment, 'cwd' | 'env' | 'toolVersion'> {
  /** What takes long is said while it lasts. */
  readonly say: (message: string) => void;
}

/**
 * Shows results and comparisons to those who review: as a file, in the summary of the job, as one comment for each job
 * on a pull or merge request, as a status or a check of the commit. What cannot be published is a step that failed;
 * its text is kept.
 * @throws BenchError 'usage' for what cannot be meant, 'result-unreadable' for a document that cannot be read
 */
export async function publish(
  request: PublishRequest,
  environment: PublishEnvironment,
): Promise<PublishOutcome> {
  checkRequest(request, environment.env);
  const contexts = await contextsOf(environment.env);
  const forges = request.forges.map((name) => entered(name, contexts[name], request, environment));
  const subjects = await subjectsOf(request, environment, contexts);
  const steps = await localSteps(request, environment, subjects);
  for (const subject of subjects) {
    for (const { forge, wishes } of forges) {
      const published = await publishToForge(forge, subject, wishes);
      steps.push(...published, ...(await keptSteps(published, subject, request, environment)));
    }
  }
  const isFailed = steps.some(({ state }) => state === 'failed');
  return { steps, exitCode: isFailed && request.isStrict ? EXIT_CODE.gateFailed : EXIT_CODE.fine };
}

type Contexts = Readonly<Record<'GitHub' | 'GitLab', ForgeContext>>;

async function contextsOf(env: Environment['env']): Promise<Contexts> {
  const path = env.GITHUB_EVENT_PATH;
  const eventText = path ? await readFile(path, 'utf8').catch(() => '') : null;
  return { GitHub: githubContext(env, eventText), GitLab: gitlabContext(env) };
}

/** A forge with what is to be done there; a job that is about no pull request has a commit all the same. */
function entered(
  name: 'GitHub' | 'GitLab',
  context: ForgeContext,
  { pullRequest, status, check }: PublishRequest,
  { env, toolVersion, say }: PublishEnvironment,
) {
  const request = pullRequest ?? context.request;
  if (request === null && !context.isJob) {
    throw new BenchError('usage', `nobody says which request of ${name} to comment on`, {
      hint: 'name it with --pull-request; in a job that was started by one it is known',
    });
  }
  const onPause = (seconds: number) => say(`${name} does not answer now: again in ${seconds} s`);
  const forge = connectForge(name, context, { env, toolVersion, onPause });
  // The commit of the job is not that of a request that was named by hand, unless that has to be it.
  const isOfJob = request === context.request || context.startedBy !== null;
  const sha = isOfJob ? context.sha : null;
  const isCheck = check && name === 'GitHub';
  return { forge, wishes: { request, sha, mustBe: context.startedBy, status, check: isCheck } };
}

async function subjectsOf(
  { documents, jobKey, reportUrl, reportsFolder }: PublishRequest,
  { cwd, toolVersion }: PublishEnvironment,
  contexts: Contexts,
): Promise<CommentSubject[]> {
  const reader = resultReader(reportsFolder, cwd);
  const read = await Promise.all(
    documents.map((one) => (typeof one === 'string' ? reader.readAny(one) : one)),
  );
  const url = reportUrl ?? contexts.GitHub.runUrl ?? contexts.GitLab.runUrl;
  return groupByJob(read, jobKey).map((group) => ({
    ...group,
    reportUrl: url,
    footer: footerOf(group.documents, toolVersion),
  }));
}

async function localSteps(
  { file, jobSummary }: PublishRequest,
  { cwd, env }: PublishEnvironment,
  subjects: readonly CommentSubject[],
): Promise<PublishStep[]> {
  const steps = file === null ? [] : [await fileStep(file, subjects, cwd)];
  if (!jobSummary) return steps;
  for (const subject of subjects) {
    steps.push(await summaryStep(env.GITHUB_STEP_SUMMARY ?? '', subject));
  }
  return steps;
}

/** What could not be written as a comment: in the summary where there is one, and in a file. */
async function keptSteps(
  steps: readonly PublishStep[],
  subject: CommentSubject,
  { file, jobSummary, reportsFolder }: PublishRequest,
  { cwd, env }: PublishEnvironment,
): Promise<PublishStep[]> {
  const isLost = steps.some(({ target, state }) => target === 'comment' && state === 'failed');
  if (!isLost) return [];
  const summary = env.GITHUB_STEP_SUMMARY;
  const kept = summary && !jobSummary ? [await summaryStep(summary, subject)] : [];
  if (file === null) {
    const path = join(reportsFolder, fileNameOf(subject.jobKey));
    kept.push(await fileStep(path, [subject], cwd));
  }
  return kept;
}
