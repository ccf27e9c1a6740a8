import type { components } from '@octokit/openapi-types';
import { z } from 'zod';
import type { ForgeAnswer, ForgeCall } from '../forges/forge-server.ts';
import { REFUSED } from './github-refusals.ts';
import type { GitHubState, KeptComment } from './github-state.ts';

type IssueComment = components['schemas']['issue-comment'];

const page = z.object({
  per_page: z.coerce.number().int().min(1).max(100).default(30),
  page: z.coerce.number().int().min(1).default(1),
});
const written = z.object({ body: z.string() });

/** GET: a page of them, oldest first, with the addresses of the others in the Link header. */
export function listComments(call: ForgeCall, state: GitHubState, base: string): ForgeAnswer {
  const { per_page: size, page: at } = page.parse(Object.fromEntries(call.url.searchParams));
  const all = [...state.comments].sort((a, b) => a.id - b.id);
  const last = Math.max(1, Math.ceil(all.length / size));
  const link = (to: number, rel: string) => {
    const url = new URL(call.url);
    url.searchParams.set('per_page', String(size));
    url.searchParams.set('page', String(to));
    return `<${url.href}>; rel="${rel}"`;
  };
  const links = [
    ...(at > 1 ? [link(at - 1, 'prev')] : []),
    ...(at < last ? [link(at + 1, 'next'), link(last, 'last')] : []),
    ...(at > 1 ? [link(1, 'first')] : []),
  ];
  const shown = all.slice((at - 1) * size, at * size);
  return {
    status: 200,
    headers: links.length > 0 ? { link: links.join(', ') } : {},
    body: shown.map((comment) => shownComment(comment, state, base)),
  };
}

export function createComment(
  call: ForgeCall,
  state: GitHubState,
  login: string,
  base: string,
): ForgeAnswer {
  const comment = state.add(bodyOf(call, state), login);
  return { status: 201, body: shownComment(comment, state, base) };
}

export function editComment(
  call: ForgeCall,
  state: GitHubState,
  id: number,
  base: string,
): ForgeAnswer {
  const comment = state.comments.find((one) => one.id === id);
  if (!comment) throw REFUSED.notFound();
  comment.body = bodyOf(call, state);
  return { status: 200, body: shownComment(comment, state, base) };
}

export function deleteComment(state: GitHubState, id: number): ForgeAnswer {
  if (!state.remove(id)) throw REFUSED.notFound();
  return { status: 204 };
}

function bodyOf({ body }: ForgeCall, { settings: { longestBody } }: GitHubState): string {
  const parsed = written.safeParse(body);
  if (!parsed.success) throw REFUSED.invalid('"body" wasn\'t supplied.');
  if (parsed.data.body.trim() === '') {
    throw REFUSED.validation('IssueComment', 'data', 'Body cannot be blank');
  }
  if (parsed.data.body.length > longestBody) {
    const words = `Body is too long (maximum is ${longestBody} characters)`;
    throw REFUSED.validation('IssueComment', 'data', words);
  }
  return parsed.data.body;
}

function shownComment(
  { id, body, login }: KeptComment,
  state: GitHubState,
  base: string,
): IssueComment {
  const { repository } = state.settings;
  const at = '2026-11-23T14:30:27Z';
  return {
    id,
    node_id: `IC_${id}`,
    url: `${base}/repos/${repository}/issues/comments/${id}`,
    html_url: `https://github.example/${repository}/pull/7#issuecomment-${id}`,
    issue_url: `${base}/repos/${repository}/issues/7`,
    body,
    user: simpleUser(login),
    created_at: at,
    updated_at: at,
    author_association: 'NONE',
  };
}

/** Of a deleted account GitHub tells no more than that there was one. */
function simpleUser(login: string): IssueComment['user'] {
  if (login === '') return null;
  const url = `https://api.github.example/users/${login}`;
  return {
    login,
    id: login.length,
    node_id: `U_${login}`,
    avatar_url: `${url}/avatar`,
    gravatar_id: '',
    url,
    html_url: `https://github.example/${login}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: login.endsWith('[bot]') ? 'Bot' : 'User',
    site_admin: false,
  };
}
