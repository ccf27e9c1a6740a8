import type { components } from '@octokit/openapi-types';

type Schemas = components['schemas'];

/** What a token may do. "workflow": GITHUB_TOKEN, an installation of the app github-actions. */
export interface GitHubToken {
  readonly kind: 'workflow' | 'personal';
  readonly login: string;
  readonly mayRead: boolean;
  readonly mayWrite: boolean;
}

export const WORKFLOW: GitHubToken = {
  kind: 'workflow',
  login: 'github-actions[bot]',
  mayRead: true,
  mayWrite: true,
};

/** A comment as it is kept; what is answered is made of it. */
export interface KeptComment {
  readonly id: number;
  body: string;
  readonly login: string;
}

export interface GitHubSettings {
  readonly repository: string;
  /** Numbers of the pull requests with the newest commit of each. */
  readonly pulls: Readonly<Record<number, string>>;
  readonly isPrivate: boolean;
  /** '/api/v3' of a GitHub Enterprise Server. */
  readonly prefix: '' | '/api/v3';
  readonly tokens: Readonly<Record<string, GitHubToken>>;
  /** Longest comment; GitHub has 65,536. */
  readonly longestBody: number;
}

export const SHA = 'a1b2c3d4e5f60718293a4b5c6d7e8f9001122334';

export const PUBLIC: GitHubSettings = {
  repository: 'acme/models',
  pulls: { 7: SHA },
  isPrivate: false,
  prefix: '',
  tokens: { 'ghs_a-token-of-a-job': WORKFLOW },
  longestBody: 65_536,
};

/** Everything that a GitHub keeps. */
export class GitHubState {
  readonly settings: GitHubSettings;
  readonly comments: KeptComment[] = [];
  readonly statuses: (Pick<
    Schemas['status'],
    'state' | 'context' | 'description' | 'target_url'
  > & {
    sha: string;
  })[] = [];
  readonly checks: Readonly<Record<string, unknown>>[] = [];
  #nextId = 1001;

  constructor(settings: GitHubSettings) {
    this.settings = settings;
  }

  /** As if somebody had written it. */
  add(body: string, login: string = WORKFLOW.login): KeptComment {
    const comment = { id: this.#nextId, body, login };
    this.#nextId += 1;
    this.comments.push(comment);
    return comment;
  }

  remove(id: number): boolean {
    const at = this.comments.findIndex((comment) => comment.id === id);
    if (at >= 0) this.comments.splice(at, 1);
    return at >= 0;
  }
}
