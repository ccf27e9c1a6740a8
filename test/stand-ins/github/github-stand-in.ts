import {
  type ForgeAnswer,
  type ForgeCall,
  type ForgeServer,
  forgeServer,
} from '../forges/forge-server.ts';
import { createComment, deleteComment, editComment, listComments } from './github-comments.ts';
import { createCheck, setStatus } from './github-commits.ts';
import { REFUSED } from './github-refusals.ts';
import { type GitHubSettings, GitHubState, type GitHubToken, PUBLIC } from './github-state.ts';

export interface GitHubStandIn extends ForgeServer {
  /** What GITHUB_API_URL holds. */
  readonly apiUrl: string;
  readonly state: GitHubState;
}

/**
 * The part of GitHub's REST and GraphQL API that publishing needs, as strict as it is described
 * (docs.github.com/rest, and the types of @octokit/openapi-types): what it does not know it refuses.
 */
export async function startGitHub(settings: Partial<GitHubSettings> = {}): Promise<GitHubStandIn> {
  const state = new GitHubState({ ...PUBLIC, ...settings });
  const server = await forgeServer((call, base) => answerTo(call, state, base));
  return {
    ...server,
    state,
    apiUrl: server.url + state.settings.prefix,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

function answerTo(call: ForgeCall, state: GitHubState, base: string): ForgeAnswer {
  if (!call.headers['user-agent']) throw REFUSED.noUserAgent();
  const token = tokenOf(call, state);
  const { prefix, repository } = state.settings;
  // GitHub Enterprise Server has its GraphQL beside the REST API, not below it.
  const graphql = prefix === '' ? '/graphql' : '/api/graphql';
  if (call.url.pathname === graphql) return viewer(call, token);
  if (!call.url.pathname.startsWith(`${prefix}/`)) throw REFUSED.notFound();
  const path = call.url.pathname.slice(prefix.length);
  if (`${call.method} ${path}` === 'GET /user') return user(token);
  const repo = `/repos/${repository}`;
  // What a token may not see is not there.
  if (!path.startsWith(`${repo}/`) || (state.settings.isPrivate && !token.mayRead))
    throw REFUSED.notFound();
  return inRepository(path.slice(repo.length), { call, state, token, base });
}

/** A call inside of the repository, by one who may make it. */
interface Made {
  readonly call: ForgeCall;
  readonly state: GitHubState;
  readonly token: GitHubToken;
  readonly base: string;
  /** Of the pull request, the comment or the commit in the path. */
  readonly id: string;
}

const ROUTES: readonly (readonly [string, RegExp, (made: Made) => ForgeAnswer])[] = [
  [
    'GET',
    /^\/issues\/(\d+)\/comments$/,
    ({ call, state, base, id }) => {
      pullOf(state, id);
      return listComments(call, state, base);
    },
  ],
  [
    'POST',
    /^\/issues\/(\d+)\/comments$/,
    ({ call, state, base, id, token }) => {
      pullOf(state, id);
      return createComment(call, state, token.login, base);
    },
  ],
  [
    'PATCH',
    /^\/issues\/comments\/(\d+)$/,
    ({ call, state, base, id }) => editComment(call, state, Number(id), base),
  ],
  ['DELETE', /^\/issues\/comments\/(\d+)$/, ({ state, id }) => deleteComment(state, Number(id))],
  [
    'GET',
    /^\/pulls\/(\d+)$/,
    ({ state, id }) => ({
      status: 200,
      body: { number: Number(id), head: { sha: pullOf(state, id) } },
    }),
  ],
  ['POST', /^\/statuses\/([0-9a-f]+)$/, ({ call, state, id }) => setStatus(call, state, id)],
  [
    'POST',
    /^\/check-runs()$/,
    ({ call, state, token }) => {
      if (token.kind !== 'workflow') throw REFUSED.onlyApps();
      return createCheck(call, state);
    },
  ],
];

function inRepository(path: string, made: Omit<Made, 'id'>): ForgeAnswer {
  const { call, token } = made;
  if (call.method !== 'GET' && !token.mayWrite) {
    throw token.kind === 'workflow' ? REFUSED.byIntegration() : REFUSED.byPersonalToken();
  }
  for (const [method, pattern, run] of ROUTES) {
    const [, id] = (method === call.method && pattern.exec(path)) || [];
    if (id !== undefined) return run({ ...made, id });
  }
  throw REFUSED.notFound();
}

/** Its newest commit. */
function pullOf({ settings }: GitHubState, number: string): string {
  const sha = settings.pulls[Number(number)];
  if (sha === undefined) throw REFUSED.notFound();
  return sha;
}

function tokenOf({ headers }: ForgeCall, { settings }: GitHubState): GitHubToken {
  const secret = /^(?:token|bearer) (.+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
  const token = Object.hasOwn(settings.tokens, secret) ? settings.tokens[secret] : undefined;
  if (!token) throw REFUSED.badCredentials();
  return token;
}

/** Works for every kind of token, that of a workflow too. */
function viewer({ method, body }: ForgeCall, { login }: GitHubToken): ForgeAnswer {
  const query = (body as { query?: unknown } | undefined)?.query;
  if (method !== 'POST' || typeof query !== 'string') throw REFUSED.notFound();
  if (/^\{\s*viewer\s*\{\s*login\s*\}\s*\}$/.test(query)) {
    return { status: 200, body: { data: { viewer: { login } } } };
  }
  return { status: 200, body: { errors: [{ type: 'undefinedField', message: 'not known here' }] } };
}

/** The token of a workflow belongs to no user. */
function user({ kind, login }: GitHubToken): ForgeAnswer {
  if (kind === 'workflow') throw REFUSED.byIntegration();
  return { status: 200, body: { login, id: login.length, type: 'User' } };
}
