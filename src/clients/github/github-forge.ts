import { z } from 'zod';
import {
  type CheckRun,
  endlessList,
  type Forge,
  type ForgeComment,
  ForgeRefusal,
  MOST_PAGES,
} from '../forge.ts';
import { shownUrl } from '../shown.ts';
import { type GitHubAccess, type GitHubClient, octokitFor } from './github.ts';
import { githubRefusal } from './github-refusal.ts';

const PER_PAGE = 100;
const LONGEST_DESCRIPTION = 140;
/** A call that may have been carried out although no answer came must not be sent again blindly. */
const ONCE = { request: { retries: 0 } };

const comment = z.object({
  id: z.number(),
  body: z.string().nullish(),
  user: z.object({ login: z.string() }).nullish(),
  html_url: z.string().nullish(),
});
const viewer = z.object({ viewer: z.object({ login: z.string() }) });
const user = z.object({ login: z.string() });
const pull = z.object({ head: z.object({ sha: z.string() }) });

/** A GitHub repository; nothing is sent yet. Errors are ForgeRefusals. */
export function connectGitHub(access: GitHubAccess): Forge {
  const client = octokitFor(access);
  const { owner, repository: repo, token } = access;
  const inRepo = { owner, repo };
  const asked = <T>(purpose: string, call: () => Promise<T>): Promise<T> =>
    call().catch((error: unknown) => {
      throw error instanceof ForgeRefusal ? error : githubRefusal(error, purpose, token);
    });

  const asComment = (answer: unknown) => readComment(answer, token);

  return {
    name: 'GitHub',
    requestWord: 'pull request',
    author: () => asked('tell whose token this is', () => authorOf(client)),
    listComments: (request) =>
      asked(`list the comments of pull request ${request} of ${owner}/${repo}`, async () => {
        const route = 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments';
        const page = { ...inRepo, issue_number: request, per_page: PER_PAGE };
        let pages = 0;
        const comments = await client.paginate(route, page, ({ data }) => {
          pages += 1;
          if (pages > MOST_PAGES) throw endlessList('GitHub', token);
          return data.map(asComment);
        });
        return comments;
      }),
    createComment: (request, body) =>
      asked('write a comment', async () => {
        const route = 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments';
        const what = { ...inRepo, issue_number: request, body, ...ONCE };
        return asComment((await client.request(route, what)).data);
      }),
    editComment: (_request, id, body) =>
      asked('edit a comment', async () => {
        const route = 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}';
        const what = { ...inRepo, comment_id: id, body };
        return asComment((await client.request(route, what)).data);
      }).catch(goneOr(() => 'gone' as const)),
    deleteComment: (_request, id) =>
      asked('delete a comment', async () => {
        const route = 'DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}';
        await client.request(route, { ...inRepo, comment_id: id });
      }).catch(goneOr(() => undefined)),
    headOf: (request) =>
      asked(`show pull request ${request} of ${owner}/${repo}`, async () => {
        const route = 'GET /repos/{owner}/{repo}/pulls/{pull_number}';
        const { data } = await client.request(route, { ...inRepo, pull_number: request });
        return pull.parse(data).head.sha;
      }),
    setStatus: ({ sha, name, state, description, url }) =>
      asked('set a commit status', async () => {
        await client.request('POST /repos/{owner}/{repo}/statuses/{sha}', {
          ...{ ...inRepo, sha, state, context: name },
          description: shortened(description, LONGEST_DESCRIPTION),
          ...(url !== null && { target_url: url }),
        });
      }),
    createCheck: (check) =>
      asked('create a check run', async () => {
        const route = 'POST /repos/{owner}/{repo}/check-runs';
        await client.request(route, { ...inRepo, ...checkBody(check), ...ONCE });
      }),
  };
}

/** The token of a workflow may not ask GET /user, and an imitation of GitHub may know no GraphQL. */
async function authorOf(client: GitHubClient): Promise<string> {
  try {
    return viewer.parse(await client.graphql('{ viewer { login } }')).viewer.login;
  } catch (error) {
    if ((error as { status?: unknown }).status === 401) throw error;
    return user.parse((await client.request('GET /user')).data).login;
  }
}

function readComment(answer: unknown, token: string): ForgeComment {
  const { id, body, user: author, html_url: url } = comment.parse(answer);
  return { id, body: body ?? '', author: author?.login ?? '', url: addressOf(url ?? '', token) };
}

/** It is shown: nothing but an address of the web, and none that repeats the token. */
function addressOf(url: string, token: string): string | null {
  return /^https?:\/\//.test(url) && !url.includes(token) ? shownUrl(url) : null;
}

function goneOr<T>(answer: () => T) {
  return (error: unknown): T => {
    if (error instanceof ForgeRefusal && error.kind === 'not-found') return answer();
    throw error;
  };
}

function checkBody({ sha, name, conclusion, title, summary, url }: CheckRun) {
  return {
    ...{ name, head_sha: sha, status: 'completed' as const, conclusion },
    ...(url !== null && { details_url: url }),
    output: { title, summary },
  };
}

function shortened(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}
