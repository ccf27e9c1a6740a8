import { resolve } from 'node:path';
import { EXIT_CODE } from '../../contract/bench-error.ts';
import { gravestExitCode } from '../../contract/gravest-exit-code.ts';
import type { Job } from '../../contract/jobs/parse-jobs.ts';
import {
  isoTime,
  type JobOutcome,
  type JobsFolder,
  type JobsOutcome,
  type JobsStatus,
  jobsJson,
  writeReport,
} from '../../report/index.ts';
import type { Environment } from '../environment.ts';
import type { CiParts } from './ci-parts.ts';
import type { CiEvents, CiRequest } from './ci-request.ts';
import { problemOf, unmeasuredJob, withKnown } from './measured-job.ts';
import { writeJobReports } from './write-job-reports.ts';

/** What the caller shows, and answers with. */
export interface FinishedCi {
  readonly outcome: JobsOutcome;
  readonly status: JobsStatus;
  readonly files: readonly string[];
  readonly toolVersion: string;
  /** Of the reports of all jobs. */
  readonly folder: string;
}

type CiEnvironment = Pick<Environment, 'nowEpochMs' | 'signal' | 'toolVersion' | 'cwd'>;

const CI_FILE = 'ci.json';
const NOT_BEGUN = { message: 'interrupted before it began', hint: 'run it again' };

/**
 * Checks everything, then measures job by job, then compares, keeps, writes and publishes: in this order,
 * so that whatever fails later has lost nothing of what came before. What fails for one job is data of it.
 * @throws BenchError for what is found before anything ran
 */
export async function jobsInOrder(
  request: CiRequest,
  parts: CiParts,
  events: CiEvents,
  env: CiEnvironment,
): Promise<FinishedCi> {
  const startedAt = isoTime(env.nowEpochMs());
  const place = await parts.check();
  const outcomeOf = (jobs: readonly JobOutcome[], further: readonly number[] = []) => ({
    ...{ startedAt, finishedAt: isoTime(env.nowEpochMs()), jobs },
    exitCode: gravestExitCode([...jobs.map(({ exitCode }) => exitCode), ...further]),
  });
  const note = async (jobs: readonly JobOutcome[], status: JobsStatus) =>
    writeJson(request, place, jobsJson(outcomeOf(jobs), factsOf(place, status, env)), events, env);
  const measured = await measureAll(request.jobs, parts, events, env, (jobs) =>
    note(jobs, 'running'),
  );
  const judged = await eachJob(request.jobs, measured, events, (job, one) => parts.judge(job, one));
  const kept = request.addsToHistory
    ? await eachJob(request.jobs, judged, events, (job, one) => keepJob(job, one, parts, request))
    : judged;
  const isInterrupted = env.signal.aborted;
  const written = await writeJobReports(outcomeOf(kept), request, place, env.cwd);
  for (const problem of written.problems) events.onWarning(problem.message);
  const isPublished = isInterrupted || (await publishAll(outcomeOf(kept), parts, events));
  const further = [
    ...written.problems.map(({ exitCode }) => exitCode),
    ...(isInterrupted ? [EXIT_CODE.interrupted] : []),
    ...(isPublished || !request.isStrict ? [] : [EXIT_CODE.gateFailed]),
  ];
  const outcome = outcomeOf(kept, further);
  const status = isInterrupted ? 'interrupted' : 'complete';
  const facts = factsOf(place, status, env);
  const last = await writeJson(request, place, jobsJson(outcome, facts), events, env);
  return { outcome, ...facts, files: [...written.files, ...last] };
}

async function measureAll(
  jobs: readonly Job[],
  parts: CiParts,
  events: CiEvents,
  { signal }: CiEnvironment,
  afterEach: (outcomes: readonly JobOutcome[]) => Promise<unknown>,
): Promise<JobOutcome[]> {
  const outcomes: JobOutcome[] = [];
  for (const [nth, job] of jobs.entries()) {
    if (signal.aborted) {
      outcomes.push(unmeasuredJob(job.name, { ...NOT_BEGUN, exitCode: EXIT_CODE.interrupted }));
      continue;
    }
    events.onJob(job.name, nth, jobs.length);
    const outcome = await parts
      .measure(job, nth)
      .catch((error) => unmeasuredJob(job.name, problemOf(error)));
    if (outcome.problem) events.onWarning(`${job.name}: ${outcome.problem.message}`);
    outcomes.push(outcome);
    await afterEach(outcomes);
  }
  return outcomes;
}

/** A step over all jobs; where it fails for one, that job has it as its problem. */
async function eachJob(
  jobs: readonly Job[],
  outcomes: readonly JobOutcome[],
  events: CiEvents,
  step: (job: Job, outcome: JobOutcome) => Promise<JobOutcome>,
): Promise<JobOutcome[]> {
  const done: JobOutcome[] = [];
  for (const [index, outcome] of outcomes.entries()) {
    const job = jobs[index];
    const next = job
      ? await step(job, outcome).catch((error) => {
          const problem = problemOf(error);
          events.onWarning(`${job.name}: ${problem.message}`);
          return withKnown(outcome, { problem });
        })
      : outcome;
    done.push(next);
  }
  return done;
}

/** A history that takes nothing is said, and fails the job only where that was asked for: its result is there. */
async function keepJob(
  job: Job,
  outcome: JobOutcome,
  parts: CiParts,
  { isStrict }: CiRequest,
): Promise<JobOutcome> {
  const { result } = outcome;
  if (result?.status !== 'complete' || job.base) return outcome;
  let kept: JobOutcome;
  try {
    kept = withKnown(outcome, { note: (await parts.keep(job, result)) ?? undefined });
  } catch (error) {
    const problem = problemOf(error);
    const note = `It was not added to the history: ${problem.message}; ${problem.hint}.`;
    return withKnown(outcome, { note, ...(isStrict && { exitCode: EXIT_CODE.gateFailed }) });
  }
  return parts.lookBack(job, kept);
}

async function publishAll(
  outcome: JobsOutcome,
  parts: CiParts,
  events: CiEvents,
): Promise<boolean> {
  try {
    return await parts.publish(outcome);
  } catch (error) {
    const { message, hint } = problemOf(error);
    events.onWarning(`nothing was published: ${message}; ${hint}`);
    return false;
  }
}

function factsOf({ folder }: JobsFolder, status: JobsStatus, { toolVersion }: CiEnvironment) {
  return { toolVersion, status, folder };
}

/** Where it cannot be written, the numbers are in the results themselves. */
async function writeJson(
  { jsonFile }: CiRequest,
  place: JobsFolder,
  text: string,
  events: CiEvents,
  { cwd }: CiEnvironment,
): Promise<string[]> {
  try {
    const files = [await place.write(CI_FILE, text)];
    if (jsonFile !== null) files.push(await writeReport(resolve(cwd, jsonFile), text));
    return files;
  } catch (error) {
    events.onWarning(problemOf(error).message);
    return [];
  }
}
