import type { DataSource, GrafanaState, Json } from './grafana-state.ts';
import { Refusal } from './refusal.ts';
import { type Answer, type Call, jsonBody, ok, type Route, textField } from './route.ts';

const PROXY = '/api/datasources/proxy/uid/:uid';

/** §1.3: data sources and the way through them. */
export const DATA_SOURCE_ROUTES: readonly Route[] = [
  { method: 'POST', path: '/api/datasources', needs: 'Admin', run: create },
  { method: 'GET', path: '/api/datasources/uid/:uid', needs: 'Admin', run: show },
  { method: 'PUT', path: '/api/datasources/uid/:uid', needs: 'Admin', run: update },
  { method: 'DELETE', path: '/api/datasources/uid/:uid', needs: 'Admin', run: remove },
  { method: 'GET', path: '/api/datasources/uid/:uid/health', needs: 'Viewer', run: health },
  { method: '*', path: `${PROXY}/*`, needs: 'Viewer', run: proxy },
];

function settingsOf(call: Call): Json {
  const body = jsonBody(call);
  for (const name of ['name', 'type', 'access']) {
    if (textField(body, name) === '') throw new Refusal(400, 'bad request data');
  }
  if (!['proxy', 'direct'].includes(textField(body, 'access'))) {
    throw new Refusal(400, 'bad request data');
  }
  const url = textField(body, 'url');
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
    throw new Refusal(400, 'Validation error, invalid URL');
  }
  const { id: _id, uid: _uid, version: _version, secureJsonData, ...settings } = body;
  const secrets = Object.keys((secureJsonData ?? {}) as Json);
  return {
    basicAuth: false,
    isDefault: false,
    jsonData: {},
    ...settings,
    secureJsonFields: Object.fromEntries(secrets.map((name) => [name, true])),
  };
}

function create(call: Call): Answer {
  const { state } = call;
  const settings = settingsOf(call);
  const uid = textField(jsonBody(call), 'uid') || `generated${state.nextId()}`;
  if (state.dataSources.some((one) => one.settings.name === settings.name)) {
    throw new Refusal(409, 'data source with the same name already exists');
  }
  if (state.dataSources.some((one) => one.uid === uid)) {
    throw new Refusal(409, 'data source with the same uid already exists');
  }
  const made: DataSource = { id: state.nextId(), uid, readOnly: false, version: 1, settings };
  state.dataSources.push(made);
  const { name } = settings;
  return ok({ datasource: shown(made), id: made.id, message: 'Datasource added', name });
}

function shown({ id, uid, readOnly, version, settings }: DataSource) {
  return { id, uid, orgId: 1, ...settings, readOnly, version };
}

function sourceOf({ params, state }: Call): DataSource {
  const found = state.dataSources.find(({ uid }) => uid === params.uid);
  if (found) return found;
  throw new Refusal(404, 'Data source not found');
}

function show(call: Call): Answer {
  return ok(shown(sourceOf(call)));
}

function update(call: Call): Answer {
  const source = sourceOf(call);
  if (source.readOnly) throw new Refusal(403, 'Cannot update read-only data source');
  const settings = settingsOf(call);
  const isTaken = call.state.dataSources.some(
    (one) => one !== source && one.settings.name === settings.name,
  );
  if (isTaken) throw new Refusal(409, 'data source with the same name already exists');
  const { version } = jsonBody(call);
  if (version !== undefined && version !== source.version) {
    throw new Refusal(409, 'Datasource has already been updated by someone else');
  }
  source.settings = settings;
  source.version += 1;
  const { name } = settings;
  return ok({ datasource: shown(source), id: source.id, message: 'Datasource updated', name });
}

function remove(call: Call): Answer {
  const source = sourceOf(call);
  if (source.readOnly) throw new Refusal(403, 'Cannot delete read-only data source');
  call.state.dataSources.splice(call.state.dataSources.indexOf(source), 1);
  return ok({ message: 'Data source deleted', id: source.id });
}

async function health(call: Call): Promise<Answer> {
  const answer = await ask(sourceOf(call), '/api/v1/query?query=1', call.state);
  if (answer.status === 200) {
    return ok({ status: 'OK', message: 'Successfully queried the Prometheus API.' });
  }
  return { status: 400, body: { status: 'ERROR', message: `${answer.status}`, details: {} } };
}

/** Grafana lets POST through to Prometheus' queries alone. */
const POST_ALLOWED = /^\/api\/v1\/(query|query_range|series|labels|query_exemplars)(\?|$)/;

async function proxy(call: Call): Promise<Answer> {
  const source = sourceOf(call);
  const { method, rest } = call;
  if (method !== 'GET' && !(method === 'POST' && POST_ALLOWED.test(rest))) {
    throw new Refusal(
      403,
      `non allow-listed ${method}s not allowed on proxied Prometheus datasource`,
    );
  }
  const init = method === 'GET' ? {} : { method, body: call.bodyText };
  return await ask(source, rest, call.state, {
    ...init,
    headers: method === 'GET' ? {} : { 'content-type': call.contentType },
  });
}

/** Really asks, by the name that Grafana's own network knows. */
async function ask(
  source: DataSource,
  path: string,
  { settings }: GrafanaState,
  init: RequestInit = {},
): Promise<Answer> {
  const base = String(source.settings.url).replace(/\/+$/, '');
  const address = settings.network[base] ?? base;
  try {
    const answer = await fetch(address + path, init);
    return { status: answer.status, body: await answer.text() };
  } catch (error) {
    const cause = error instanceof Error ? String(error.cause ?? error.message) : '';
    return { status: 502, body: { message: `Bad Gateway: ${cause}` } };
  }
}
