import type { Dashboard, Json } from './grafana-state.ts';
import { Refusal } from './refusal.ts';
import { type Answer, type Call, jsonBody, ok, type Route, textField } from './route.ts';

const MOST_BYTES = 16 * 1024 * 1024;
const SECONDS_OF = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

/** §1.4: dashboards by uid, and the search for them. */
export const DASHBOARD_ROUTES: readonly Route[] = [
  { method: 'POST', path: '/api/dashboards/db', needs: 'Editor', run: save },
  { method: 'GET', path: '/api/dashboards/uid/:uid', needs: 'Viewer', run: show },
  { method: 'DELETE', path: '/api/dashboards/uid/:uid', needs: 'Editor', run: remove },
  { method: 'GET', path: '/api/search', needs: 'Viewer', run: search },
];

function save(call: Call): Answer {
  const { state } = call;
  if (call.bodyText.length > MOST_BYTES) {
    throw new Refusal(413, 'Dashboard is too large, max is 16 MB');
  }
  const body = jsonBody(call);
  const { id, ...model } = (body.dashboard ?? {}) as Json;
  if (typeof body.dashboard !== 'object' || body.dashboard === null) {
    throw new Refusal(400, 'bad request data');
  }
  checkModel(model, body, state.settings.minRefreshSeconds);
  const uid = textField(model, 'uid');
  const existing = state.dashboards.find((one) => one.uid === uid || one.id === id);
  if (id && !existing) throw new Refusal(404, 'Dashboard not found');
  if (existing && id && uid && (existing.id !== id || existing.uid !== uid)) {
    throw new Refusal(400, 'id and uid name different dashboards');
  }
  if (existing?.provisioned) throw new Refusal(400, 'Cannot save provisioned dashboard');
  if (body.overwrite !== true) refuseConflicts(call, model, existing);
  return ok(reply(call, stored(call, model, existing)));
}

function checkModel(model: Json, body: Json, minRefreshSeconds: number): void {
  if (textField(model, 'title').trim() === '') {
    throw new Refusal(400, 'Dashboard title cannot be empty');
  }
  if (textField(model, 'title').length > 5000) throw new Refusal(400, 'title is too long');
  const uid = textField(model, 'uid');
  if (!/^[a-zA-Z0-9\-_]*$/.test(uid)) throw new Refusal(400, 'uid contains illegal characters');
  if (uid.length > 40) throw new Refusal(400, 'uid too long, max 40 characters');
  if (textField(body, 'message').length > 500) throw new Refusal(400, 'message is too long');
  if (!['', 'general'].includes(textField(body, 'folderUid'))) {
    throw new Refusal(400, 'folder not found');
  }
  if ('elements' in model || 'layout' in model) {
    throw new Refusal(400, 'a dashboard of schema v2 is sent to /apis');
  }
  const [, amount, unit] = /^(\d+)([smhd])$/.exec(textField(model, 'refresh')) ?? [];
  const seconds = Number(amount) * SECONDS_OF[(unit ?? 's') as keyof typeof SECONDS_OF];
  if (amount !== undefined && seconds < minRefreshSeconds) {
    throw new Refusal(400, 'Dashboard refresh interval is too low');
  }
}

function refuseConflicts({ state }: Call, model: Json, existing: Dashboard | undefined): void {
  const status = state.quirks.dashboardConflict;
  if (existing) {
    if (status === 409) {
      throw new Refusal(409, 'Dashboard already exists. Use overwrite flag to update.');
    }
    if (model.version !== existing.version) {
      const words = 'The dashboard has been changed by someone else';
      throw new Refusal(412, words, { status: 'version-mismatch' });
    }
  }
  const namesake = state.dashboards.some(
    (one) => one !== existing && one.model.title === model.title,
  );
  if (namesake && status === 412) {
    const words = 'A dashboard with the same name in the folder already exists';
    throw new Refusal(412, words, { status: 'name-exists' });
  }
}

function stored({ state }: Call, model: Json, existing: Dashboard | undefined): Dashboard {
  if (existing) {
    existing.version += 1;
    existing.model = { ...model, uid: existing.uid };
    return existing;
  }
  const id = state.nextId();
  const uid = textField(model, 'uid') || `generated${id}`;
  const made = { id, uid, provisioned: false, version: 1, model: { ...model, uid } };
  state.dashboards.push(made);
  return made;
}

function slugOf(model: Json): string {
  return String(model.title)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
}

function urlOf({ uid, model }: Dashboard): string {
  return `/d/${uid}/${slugOf(model)}`;
}

function reply({ state }: Call, dashboard: Dashboard) {
  const { id, uid, version, model } = dashboard;
  return {
    ...{ id, uid, url: urlOf(dashboard), status: 'success', version, slug: slugOf(model) },
    ...(state.quirks.folderUidInReply && { folderUid: '' }),
  };
}

function dashboardOf({ params, state }: Call): Dashboard {
  const found = state.dashboards.find(({ uid }) => uid === params.uid);
  if (found) return found;
  throw new Refusal(404, 'Dashboard not found', { status: 'not-found' });
}

function show(call: Call): Answer {
  const found = dashboardOf(call);
  const { id, version, provisioned, model } = found;
  return ok({
    dashboard: { ...model, id, version },
    meta: {
      ...{ slug: slugOf(model), url: urlOf(found), version, provisioned },
      ...{ isSnapshot: false, folderUid: '', type: 'db' },
    },
  });
}

function remove(call: Call): Answer {
  const found = dashboardOf(call);
  if (found.provisioned) throw new Refusal(400, 'provisioned dashboard cannot be deleted');
  call.state.dashboards.splice(call.state.dashboards.indexOf(found), 1);
  const title = String(found.model.title);
  return ok({ title, message: `Dashboard ${title} deleted`, id: found.id, uid: found.uid });
}

function search({ state, query }: Call): Answer {
  const words = (query.get('query') ?? '').toLowerCase();
  const tags = query.getAll('tag');
  const uids = query.getAll('dashboardUIDs');
  const found = state.dashboards.filter(({ uid, model }) => {
    const own = (model.tags ?? []) as string[];
    return (
      String(model.title).toLowerCase().includes(words) &&
      tags.every((tag) => own.includes(tag)) &&
      (uids.length === 0 || uids.includes(uid))
    );
  });
  return ok(
    found.map((one) => ({
      ...{ id: one.id, uid: one.uid, title: one.model.title, uri: `db/${slugOf(one.model)}` },
      ...{ url: urlOf(one), slug: '', type: 'dash-db', tags: one.model.tags ?? [] },
      ...{ isStarred: false, sortMeta: 0 },
    })),
  );
}
