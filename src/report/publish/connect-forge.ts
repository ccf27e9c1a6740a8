import { type Deadline, deadlineIn } from '../../clients/deadline.ts';
import { type Forge, ForgeRefusal } from '../../clients/forge.ts';
import { connectGitHub } from '../../clients/github/github-forge.ts';
import { connectGitLab } from '../../clients/gitlab/gitlab-forge.ts';
import { BenchError } from '../../contract/bench-error.ts';
import type { ForgeContext, Variables } from './github-context.ts';

/** All calls of one `bench publish` together, pauses that a server asks for included. */
const TOTAL_MS = 180_000;

const REPOSITORY = /^([\w.-]+)\/([\w.-]+)$/;

export interface ForgeSettings {
  readonly env: Variables;
  readonly toolVersion: string;
  /** A forge asks for a pause, and it is kept. */
  readonly onPause: (seconds: number) => void;
}

/**
 * The forge that an environment speaks of; nothing is sent yet.
 * @throws BenchError 'usage' when nobody says which repository
 */
export function connectForge(
  name: Forge['name'],
  context: ForgeContext,
  settings: ForgeSettings,
): Forge {
  const { onPause, toolVersion } = settings;
  const calls = { onPause, userAgent: `inferbench/${toolVersion}`, deadline: deadlineIn(TOTAL_MS) };
  return name === 'GitHub'
    ? github(context, settings.env, calls)
    : gitlab(context, settings.env, calls);
}

interface Calls {
  readonly onPause: (seconds: number) => void;
  readonly userAgent: string;
  readonly deadline: Deadline;
}

function github({ apiUrl, project }: ForgeContext, env: Variables, calls: Calls): Forge {
  const [, owner, repository] = REPOSITORY.exec(project ?? '') ?? [];
  if (owner === undefined || repository === undefined) {
    throw new BenchError('usage', `GITHUB_REPOSITORY is ${project ? `"${project}"` : 'not set'}`, {
      hint: 'set GITHUB_REPOSITORY=owner/name; in GitHub Actions it is there',
    });
  }
  const token = env.GITHUB_TOKEN?.trim() || env.GH_TOKEN?.trim();
  if (!token) return forgeWithoutToken('GitHub', 'GITHUB_TOKEN and GH_TOKEN are not set');
  const access = { apiUrl: checked(apiUrl, 'GITHUB_API_URL'), owner, repository, token };
  return connectGitHub({ ...access, ...calls });
}

function gitlab({ apiUrl, project }: ForgeContext, env: Variables, calls: Calls): Forge {
  if (project === null) {
    throw new BenchError('usage', 'CI_PROJECT_ID is not set', {
      hint: 'set CI_PROJECT_ID to the number or the path of the project; in GitLab CI it is there',
    });
  }
  const own = env.GITLAB_TOKEN?.trim();
  const ofJob = env.CI_JOB_TOKEN?.trim();
  if (!own && !ofJob) return forgeWithoutToken('GitLab', 'GITLAB_TOKEN is not set');
  const token = own
    ? ({ kind: 'access', token: own } as const)
    : ({ kind: 'job', token: ofJob ?? '' } as const);
  return connectGitLab({ apiUrl: checked(apiUrl, 'CI_API_V4_URL'), project, token, ...calls });
}

function checked(apiUrl: string, variable: string): string {
  const isWeb = URL.canParse(apiUrl) && /^https?:$/.test(new URL(apiUrl).protocol);
  if (isWeb) return apiUrl;
  throw new BenchError('usage', `${variable} is no address of the web`, {
    hint: `write ${variable}=https://host/…, as the CI system does`,
  });
}

/** Every call is refused for want of a token: what a job of a fork has where tokens are secrets. */
function forgeWithoutToken(name: Forge['name'], words: string): Forge {
  const refuse = async () => {
    throw new ForgeRefusal('no-permission', words, '');
  };
  return {
    name,
    requestWord: name === 'GitHub' ? 'pull request' : 'merge request',
    author: refuse,
    listComments: refuse,
    createComment: refuse,
    editComment: refuse,
    deleteComment: refuse,
    headOf: refuse,
    setStatus: refuse,
    createCheck: refuse,
  };
}
