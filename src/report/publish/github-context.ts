import { z } from 'zod';

/** The variables of a process. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** What the environment of a job says about where it runs. */
export interface ForgeContext {
  readonly apiUrl: string;
  /** "owner/name" of GitHub, number or path of a project of GitLab. */
  readonly project: string | null;
  /** The pull or merge request that the job is about; null where it is about none. */
  readonly request: number | null;
  /** Whether a job says what it is about: a push is about no pull request, and that is no mistake. */
  readonly isJob: boolean;
  /** The commit that was pushed, not the one a merge would make. */
  readonly sha: string | null;
  /**
   * The commit that another workflow ran on, which started this job: a request has to be of that one. The other
   * workflow may be a fork's, and its number somebody's invention.
   */
  readonly startedBy: string | null;
  /** The page of the job or its run. */
  readonly runUrl: string | null;
}

const number = z.int().positive();
const pull = z.object({ number, head: z.object({ sha: z.string() }).optional() });
/** The payload of a webhook, as far as it says which pull request it is about. */
const event = z.object({
  pull_request: pull.optional().catch(undefined),
  issue: z.object({ number, pull_request: z.unknown() }).optional().catch(undefined),
  workflow_run: z
    .object({ head_sha: z.string().optional(), pull_requests: z.array(pull).default([]) })
    .optional()
    .catch(undefined),
});

type Event = z.infer<typeof event>;

const MERGE_REF = /^refs\/pull\/(\d+)\//;

/**
 * What GitHub Actions tells a job.
 * @param eventText the text of the file that GITHUB_EVENT_PATH names; null where there is none
 */
export function githubContext(env: Variables, eventText: string | null): ForgeContext {
  const payload = event.safeParse(jsonOf(eventText)).data ?? {};
  const project = env.GITHUB_REPOSITORY || null;
  return {
    apiUrl: env.GITHUB_API_URL || 'https://api.github.com',
    project,
    request: requestOf(payload) ?? ofMergeRef(env.GITHUB_REF),
    isJob: eventText !== null,
    sha: commitOf(payload) ?? (env.GITHUB_SHA || null),
    startedBy: payload.workflow_run?.head_sha ?? null,
    runUrl: runUrlOf(env),
  };
}

function requestOf({ pull_request: request, workflow_run: run, issue }: Event): number | undefined {
  const ofIssue = issue?.pull_request ? issue.number : undefined;
  return request?.number ?? run?.pull_requests[0]?.number ?? ofIssue;
}

function commitOf({ pull_request: request, workflow_run: run }: Event): string | undefined {
  return request?.head?.sha ?? run?.head_sha;
}

function ofMergeRef(ref = ''): number | null {
  const found = MERGE_REF.exec(ref)?.[1];
  return found === undefined ? null : Number(found);
}

function runUrlOf(env: Variables): string | null {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: project, GITHUB_RUN_ID: id } = env;
  return server && project && id ? `${server}/${project}/actions/runs/${id}` : null;
}

function jsonOf(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
