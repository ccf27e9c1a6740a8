import { z } from 'zod';
import { endlessList, type Forge, type ForgeComment, ForgeRefusal, MOST_PAGES } from '../forge.ts';
import type { HttpAnswer } from '../http-text.ts';
import { type GitLabAccess, gitlabCaller } from './gitlab.ts';

const PER_PAGE = 100;
const LONGEST_DESCRIPTION = 255;
const STATE = { success: 'success', failure: 'failed', error: 'failed' } as const;

const note = z.object({
  id: z.number(),
  body: z.string().nullish(),
  author: z.object({ username: z.string() }).nullish(),
  /** Written by GitLab itself: "changed the title". */
  system: z.boolean().default(false),
});
const user = z.object({ username: z.string() });
const mergeRequest = z.object({ sha: z.string() });

/** A GitLab project; nothing is sent yet. Errors are ForgeRefusals. */
export function connectGitLab(access: GitLabAccess): Forge {
  const ask = gitlabCaller(access);
  const project = `/projects/${encodeURIComponent(access.project)}`;
  const notes = (request: number) => `${project}/merge_requests/${request}/notes`;
  const read = <T extends z.ZodType>(schema: T, { body }: HttpAnswer): z.output<T> => {
    const parsed = schema.safeParse(jsonOf(body));
    if (parsed.success) return parsed.data;
    const words = `what answers at ${access.apiUrl} is no GitLab`;
    throw new ForgeRefusal('refused', words, access.token.token);
  };
  const asComment = (one: z.output<typeof note>): ForgeComment => ({
    id: one.id,
    body: one.body ?? '',
    author: one.author?.username ?? '',
    url: null,
  });

  return {
    name: 'GitLab',
    requestWord: 'merge request',
    author: async () => {
      const purpose = 'tell whose token this is';
      return read(user, await ask({ method: 'GET', path: '/user', purpose })).username;
    },
    listComments: async (request) => {
      const found: ForgeComment[] = [];
      const purpose = `list the notes of merge request ${request}`;
      let pages = 0;
      for (let page: number | null = 1; page !== null; ) {
        pages += 1;
        if (pages > MOST_PAGES) throw endlessList('GitLab', access.token.token);
        const path = `${notes(request)}?per_page=${PER_PAGE}&page=${page}&sort=asc&order_by=created_at`;
        const answer = await ask({ method: 'GET', path, purpose });
        const own = read(z.array(note), answer).filter(({ system }) => !system);
        found.push(...own.map(asComment));
        page = nextPage(answer, page);
      }
      return found;
    },
    createComment: async (request, body) => {
      const call = { method: 'POST', path: notes(request), body: { body } } as const;
      return asComment(read(note, await ask({ ...call, purpose: 'write a note' })));
    },
    editComment: async (request, id, body) => {
      const path = `${notes(request)}/${id}`;
      const answer = await ask({
        method: 'PUT',
        path,
        purpose: 'edit a note',
        body: { body },
      }).catch(nullIfGone);
      return answer === null ? 'gone' : asComment(read(note, answer));
    },
    deleteComment: async (request, id) => {
      const path = `${notes(request)}/${id}`;
      await ask({ method: 'DELETE', path, purpose: 'delete a note' }).catch(nullIfGone);
    },
    headOf: async (request) => {
      const purpose = `show merge request ${request}`;
      const path = `${project}/merge_requests/${request}`;
      return read(mergeRequest, await ask({ method: 'GET', path, purpose })).sha;
    },
    setStatus: async ({ sha, name, state, description, url }) => {
      await ask({
        method: 'POST',
        path: `${project}/statuses/${encodeURIComponent(sha)}`,
        purpose: 'set a commit status',
        body: {
          ...{ name, state: STATE[state], description: description.slice(0, LONGEST_DESCRIPTION) },
          ...(url !== null && { target_url: url }),
        },
      }).catch(unlessItIs(STATE[state]));
    },
  };
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** An empty header on the last page; a page that is not a later one would be read for ever. */
function nextPage({ headers }: HttpAnswer, page: number): number | null {
  const next = Number(headers['x-next-page'] || Number.NaN);
  return next > page ? next : null;
}

function nullIfGone(error: unknown): null {
  if (error instanceof ForgeRefusal && error.kind === 'not-found') return null;
  throw error;
}

/** GitLab refuses to set a status to what it is already: "Cannot transition status via :drop from :failed". */
function unlessItIs(state: string) {
  return (error: unknown): void => {
    const words = error instanceof ForgeRefusal ? error.message : '';
    if (/cannot transition status/i.test(words) && words.includes(`from :${state}`)) return;
    throw error;
  };
}
