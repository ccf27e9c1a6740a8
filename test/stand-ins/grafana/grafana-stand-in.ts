import type { IncomingMessage } from 'node:http';
import { stubHttpServer } from '../../support/stub-http-server.ts';
import { ANNOTATION_ROUTES } from './annotations.ts';
import { callerOf, isAtLeast } from './caller.ts';
import { DASHBOARD_ROUTES } from './dashboards.ts';
import { DATA_SOURCE_ROUTES } from './data-sources.ts';
import { GrafanaState } from './grafana-state.ts';
import { Refusal } from './refusal.ts';
import { type Answer, type Call, ok, type Route } from './route.ts';
import { SERVICE_ACCOUNT_ROUTES } from './service-accounts.ts';
import { FRESH_CONTAINER, type GrafanaSettings, type Role } from './settings.ts';
import { SNAPSHOT_ROUTES } from './snapshots.ts';

export interface GrafanaStandIn extends AsyncDisposable {
  readonly url: string;
  readonly state: GrafanaState;
  /** "POST /api/snapshots 200", in the order they were answered. */
  readonly answered: readonly string[];
}

const HEALTH: Route = { method: 'GET', path: '/api/health', needs: null, run: health };
const ROUTES: readonly Route[] = [
  ...[HEALTH, ...SERVICE_ACCOUNT_ROUTES, ...DATA_SOURCE_ROUTES],
  ...[...DASHBOARD_ROUTES, ...ANNOTATION_ROUTES, ...SNAPSHOT_ROUTES],
];

/**
 * Grafana's HTTP contract on a free port of 127.0.0.1, as strict as it is written down: what it does
 * not know it refuses. Everything else of Grafana is left out.
 */
export async function startGrafana(
  settings: Partial<GrafanaSettings> = {},
): Promise<GrafanaStandIn> {
  const state = new GrafanaState({ ...FRESH_CONTAINER, ...settings });
  const answered: string[] = [];
  const server = await stubHttpServer(async (request, response) => {
    const { status, body } = await answerTo(request, state);
    answered.push(`${request.method} ${request.url} ${status}`);
    const isText = typeof body === 'string';
    response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8' });
    response.end(isText ? body : JSON.stringify(body));
  });
  const { url } = server;
  return { url, state, answered, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

async function answerTo(request: IncomingMessage, state: GrafanaState): Promise<Answer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  try {
    return await routed(request, Buffer.concat(chunks).toString(), state);
  } catch (error) {
    if (error instanceof Refusal) return { status: error.status, body: error.body };
    return { status: 500, body: { message: String(error) } };
  }
}

async function routed(
  { method = 'GET', url = '/', headers }: IncomingMessage,
  bodyText: string,
  state: GrafanaState,
): Promise<Answer> {
  const { pathname, searchParams, search } = new URL(url, 'http://grafana');
  for (const route of ROUTES) {
    if (route.method !== method && route.method !== '*') continue;
    const match = patternOf(route.path).exec(pathname);
    if (!match) continue;
    // Health is answered before anybody is asked who they are.
    const caller = route === HEALTH ? null : callerOf(headers.authorization, state);
    refuseStranger(route, caller);
    const call: Call = {
      ...{ method, bodyText, state, params: { ...match.groups }, query: searchParams },
      rest: `/${match.groups?.rest ?? ''}${search}`,
      contentType: headers['content-type'] ?? '',
      role: caller ?? 'None',
      isLoggedIn: caller !== null,
    };
    return await route.run(call);
  }
  throw new Refusal(404, 'Not found');
}

function refuseStranger({ needs }: Route, caller: Role | null): void {
  if (needs === null) return;
  if (caller === null) throw new Refusal(401, 'Unauthorized');
  if (isAtLeast(caller, needs)) return;
  const title = 'Access denied';
  const words = "You'll need additional permissions to perform this action.";
  throw new Refusal(403, words, { title, accessErrorId: 'ACE0' });
}

/** /things/:id → a pattern with the group `id`. */
function patternOf(path: string): RegExp {
  const source = path.replace(/:(\w+)/g, '(?<$1>[^/]+)').replace(/\*$/, '(?<rest>.*)');
  return new RegExp(`^${source}$`);
}

/** §1.1. */
function health({ state }: Call): Answer {
  const { settings } = state;
  state.healthAnswers += 1;
  const named = settings.hideVersion ? {} : { version: settings.version, commit: 'abcdef0' };
  if (state.healthAnswers > settings.failingHealthAnswers) return ok({ database: 'ok', ...named });
  return { status: 503, body: { database: 'failing', ...named } };
}
