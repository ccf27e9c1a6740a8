import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SHA } from '../stand-ins/github/github-state.ts';

export const JOB_TOKEN = 'ghs_a-token-of-a-job';

/** The variables of a job that a pull request has started; what a test does not name is not there. */
export function githubJob(
  cwd: string,
  apiUrl: string,
  over: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const event = join(cwd, 'event.json');
  const payload = { action: 'synchronize', pull_request: { number: 7, head: { sha: SHA } } };
  writeFileSync(event, JSON.stringify(payload));
  return {
    ...{ GITHUB_ACTIONS: 'true', GITHUB_API_URL: apiUrl, GITHUB_REPOSITORY: 'acme/models' },
    ...{ GITHUB_SERVER_URL: 'https://github.example', GITHUB_RUN_ID: '99' },
    ...{ GITHUB_EVENT_PATH: event, GITHUB_SHA: 'f'.repeat(40), GITHUB_REF: 'refs/pull/7/merge' },
    ...{ GITHUB_TOKEN: JOB_TOKEN, GH_TOKEN: '', GITHUB_STEP_SUMMARY: '' },
    ...over,
  };
}
