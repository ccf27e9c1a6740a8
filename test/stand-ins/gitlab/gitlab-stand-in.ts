import { z } from 'zod';
import {
  type ForgeAnswer,
  type ForgeCall,
  ForgeRefused,
  type ForgeServer,
  forgeServer,
} from '../forges/forge-server.ts';

/** What a token may do. "job": CI_JOB_TOKEN, which has a header of its own and may write no notes. */
export interface GitLabToken {
  readonly kind: 'access' | 'job';
  readonly username: string;
  readonly mayRead: boolean;
  readonly mayWrite: boolean;
}

export const BOT: GitLabToken = {
  kind: 'access',
  username: 'project_42_bot_1a2b',
  mayRead: true,
  mayWrite: true,
};

export interface KeptNote {
  readonly id: number;
  body: string;
  readonly username: string;
  readonly system: boolean;
}

export interface GitLabSettings {
  readonly project: string;
  /** Numbers of the merge requests with the newest commit of each. */
  readonly mergeRequests: Readonly<Record<number, string>>;
  readonly tokens: Readonly<Record<string, GitLabToken>>;
  /** Longest note; GitLab has 1,000,000. */
  readonly longestNote: number;
}

export const GITLAB_SHA = 'c3d4e5f60718293a4b5c6d7e8f9001122334a1b2';

const FRESH: GitLabSettings = {
  project: '42',
  mergeRequests: { 7: GITLAB_SHA },
  tokens: { 'glpat-a-token-of-a-bot': BOT },
  longestNote: 1_000_000,
};

export interface GitLabStandIn extends ForgeServer {
  /** What CI_API_V4_URL holds. */
  readonly apiUrl: string;
  readonly notes: readonly KeptNote[];
  readonly statuses: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  /** As if somebody had written it. */
  add(body: string, username?: string, system?: boolean): KeptNote;
  remove(id: number): void;
}

/**
 * The part of GitLab's REST API that publishing needs, as strict as it is described (docs.gitlab.com/api/notes,
 * /api/commits, /api/rest): what it does not know it refuses.
 */
export async function startGitLab(over: Partial<GitLabSettings> = {}): Promise<GitLabStandIn> {
  const kept = new Kept({ ...FRESH, ...over });
  const server = await forgeServer((call) => answerTo(call, kept));
  return {
    ...server,
    apiUrl: `${server.url}/api/v4`,
    notes: kept.notes,
    statuses: kept.statuses,
    add: (body, username = BOT.username, system = false) => kept.add(body, username, system),
    remove: (id) => kept.remove(id),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

class Kept {
  readonly settings: GitLabSettings;
  readonly notes: KeptNote[] = [];
  readonly statuses = new Map<string, Readonly<Record<string, unknown>>>();
  #nextId = 301;

  constructor(settings: GitLabSettings) {
    this.settings = settings;
  }

  add(body: string, username: string, system: boolean): KeptNote {
    const note = { id: this.#nextId, body, username, system };
    this.#nextId += 1;
    this.notes.push(note);
    return note;
  }

  find(id: number): KeptNote {
    const note = this.notes.find((one) => one.id === id);
    if (!note) throw refused(404, '404 Note Not Found');
    return note;
  }

  remove(id: number): void {
    this.notes.splice(this.notes.indexOf(this.find(id)), 1);
  }
}

function refused(
  status: number,
  message: unknown,
  headers: Readonly<Record<string, string>> = {},
): ForgeRefused {
  return new ForgeRefused({ status, headers, body: { message } });
}

/** GitLab's own words for "slower". */
export function tooManyRequests(retryAfterSeconds: number): ForgeAnswer {
  return {
    status: 429,
    headers: { 'retry-after': String(retryAfterSeconds) },
    body: { message: '429 Too Many Requests' },
  };
}

function answerTo(call: ForgeCall, kept: Kept): ForgeAnswer {
  const token = tokenOf(call, kept.settings);
  const path = /^\/api\/v4(\/.*)$/.exec(call.url.pathname)?.[1];
  if (path === undefined) throw refused(404, '404 Not Found');
  if (`${call.method} ${path}` === 'GET /user') return user(token);
  const [, project = '', rest = ''] = /^\/projects\/([^/]+)(\/.*)$/.exec(path) ?? [];
  if (decodeURIComponent(project) !== kept.settings.project || !token.mayRead) {
    throw refused(404, '404 Project Not Found');
  }
  if (token.kind === 'job') throw refused(401, '401 Unauthorized');
  if (call.method !== 'GET' && !token.mayWrite) throw refused(403, '403 Forbidden');
  return inProject(call, rest, kept, token);
}

function inProject(call: ForgeCall, path: string, kept: Kept, token: GitLabToken): ForgeAnswer {
  const [, sha] = /^\/statuses\/([0-9a-f]+)$/.exec(path) ?? [];
  if (sha !== undefined && call.method === 'POST') return setStatus(call, kept, sha);
  const [, number = '', notes, note] =
    /^\/merge_requests\/(\d+)(\/notes)?(?:\/(\d+))?$/.exec(path) ?? [];
  const head = kept.settings.mergeRequests[Number(number)];
  if (head === undefined) throw refused(404, '404 Not Found');
  if (!notes) return { status: 200, body: { iid: Number(number), sha: head } };
  return note === undefined ? ofNotes(call, kept, token) : ofNote(call, kept, Number(note));
}

function ofNotes(call: ForgeCall, kept: Kept, { username }: GitLabToken): ForgeAnswer {
  if (call.method === 'GET') return page(call, kept);
  return { status: 201, body: shown(kept.add(bodyOf(call, kept), username, false)) };
}

function ofNote(call: ForgeCall, kept: Kept, id: number): ForgeAnswer {
  const note = kept.find(id);
  if (call.method === 'DELETE') {
    kept.remove(id);
    return { status: 204 };
  }
  if (call.method === 'PUT') note.body = bodyOf(call, kept);
  return { status: 200, body: shown(note) };
}

const query = z.strictObject({
  per_page: z.coerce.number().int().min(1).max(100).default(20),
  page: z.coerce.number().int().min(1).default(1),
  sort: z.enum(['asc', 'desc']).default('desc'),
  order_by: z.enum(['created_at', 'updated_at']).default('created_at'),
});

function page({ url }: ForgeCall, { notes }: Kept): ForgeAnswer {
  const { per_page: size, page: at, sort } = query.parse(Object.fromEntries(url.searchParams));
  const all = [...notes].sort((a, b) => (sort === 'asc' ? a.id - b.id : b.id - a.id));
  const last = Math.max(1, Math.ceil(all.length / size));
  return {
    status: 200,
    headers: {
      'x-page': String(at),
      'x-per-page': String(size),
      'x-next-page': at < last ? String(at + 1) : '',
      'x-total-pages': String(last),
    },
    body: all.slice((at - 1) * size, at * size).map(shown),
  };
}

function bodyOf({ body }: ForgeCall, { settings: { longestNote } }: Kept): string {
  const parsed = z.object({ body: z.string().min(1) }).safeParse(body);
  if (!parsed.success) {
    throw new ForgeRefused({ status: 400, body: { error: 'body is missing' } });
  }
  if (parsed.data.body.length > longestNote) {
    const words = `is too long (maximum is ${longestNote} characters)`;
    throw refused(400, `400 Bad request - Note {:note=>["${words}"]}`);
  }
  return parsed.data.body;
}

function shown({ id, body, username, system }: KeptNote) {
  return {
    ...{ id, type: null, body, system, noteable_type: 'MergeRequest', noteable_iid: 7 },
    author: { id: username.length, username, name: username, state: 'active' },
    ...{ created_at: '2026-11-23T14:30:27Z', updated_at: '2026-11-23T14:30:27Z' },
    ...{ resolvable: false, internal: false, confidential: false },
  };
}

const status = z.strictObject({
  state: z.enum(['pending', 'running', 'success', 'failed', 'canceled', 'skipped']),
  name: z.string().max(255).default('default'),
  description: z.string().max(255).optional(),
  target_url: z.url().max(255).optional(),
});
const EVENT = { success: 'succeed', failed: 'drop' } as const;

/** A status that is set to what it is already is refused: a state machine has no step for it. */
function setStatus({ body }: ForgeCall, { settings, statuses }: Kept, sha: string): ForgeAnswer {
  if (!Object.values(settings.mergeRequests).includes(sha))
    throw refused(404, '404 Commit Not Found');
  const parsed = status.safeParse(body);
  if (!parsed.success) throw refused(400, parsed.error.message);
  const { name, state } = parsed.data;
  if (statuses.get(name)?.state === state) {
    const event = EVENT[state as keyof typeof EVENT];
    throw refused(
      400,
      `Cannot transition status via :${event} from :${state} (Reason(s): Status cannot transition via "${event}")`,
    );
  }
  statuses.set(name, { ...parsed.data, sha });
  return { status: 201, body: { id: statuses.size, status: state, ...parsed.data } };
}

function tokenOf({ headers }: ForgeCall, { tokens }: GitLabSettings): GitLabToken {
  const [secret, kind] = headers['job-token']
    ? [String(headers['job-token']), 'job']
    : [String(headers['private-token'] ?? ''), 'access'];
  const token = Object.hasOwn(tokens, secret) ? tokens[secret] : undefined;
  if (token?.kind !== kind) throw refused(401, '401 Unauthorized');
  return token;
}

function user({ kind, username }: GitLabToken): ForgeAnswer {
  if (kind === 'job') throw refused(401, '401 Unauthorized');
  return { status: 200, body: { id: username.length, username } };
}
