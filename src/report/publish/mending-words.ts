import type { Forge, RefusalKind } from '../../clients/forge.ts';

const GITHUB: Readonly<Record<RefusalKind, string>> = {
  'bad-token': 'is GITHUB_TOKEN right, and has it not expired?',
  'no-permission':
    'a job of a fork has no permission to write, any other needs "pull-requests: write" (and "statuses: write" or "checks: write") in its workflow; check runs are for apps, as the token of a workflow is',
  'not-found':
    'either it is not there or the token may not see it, as a token without permissions may not in a private repository',
  'too-long': 'link to the full report instead',
  'rate-limited': 'run again later',
  untrusted: 'name the certificate authority with NODE_EXTRA_CA_CERTS=file.pem',
  unreachable: 'run the same bench publish again when it is back; it finds what it wrote',
  refused: '',
};

const GITLAB: Readonly<Record<RefusalKind, string>> = {
  ...GITHUB,
  'bad-token': 'is GITLAB_TOKEN right, and has it not expired?',
  'no-permission':
    'GITLAB_TOKEN has to be an access token with the scope "api" and the role Reporter (a status: Developer); CI_JOB_TOKEN may write no notes, and forks do not get the variables of a project',
  'not-found': 'either it is not there or the token may not see it',
};

/** What to do about a refusal, after the words of it; '' where they say it all. */
export function mendingWords(forge: Forge['name'], kind: RefusalKind): string {
  const words = (forge === 'GitHub' ? GITHUB : GITLAB)[kind];
  return words === '' ? '' : `; ${words}`;
}
