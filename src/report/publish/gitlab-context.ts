import type { ForgeContext, Variables } from './github-context.ts';

/** What GitLab CI tells a job. A merge request from a fork is in the project it wants to change. */
export function gitlabContext(env: Variables): ForgeContext {
  const request = Number(env.CI_MERGE_REQUEST_IID || Number.NaN);
  return {
    apiUrl: env.CI_API_V4_URL || 'https://gitlab.com/api/v4',
    project: env.CI_MERGE_REQUEST_PROJECT_ID || env.CI_PROJECT_ID || null,
    request: Number.isInteger(request) && request > 0 ? request : null,
    isJob: env.GITLAB_CI !== undefined || env.CI_JOB_ID !== undefined,
    // In a pipeline of merged results the other one is of a commit that nobody pushed.
    sha: env.CI_MERGE_REQUEST_SOURCE_BRANCH_SHA || env.CI_COMMIT_SHA || null,
    startedBy: null,
    runUrl: env.CI_JOB_URL || env.CI_PIPELINE_URL || null,
  };
}
