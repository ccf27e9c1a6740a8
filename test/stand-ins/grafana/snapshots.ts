import { randomBytes } from 'node:crypto';
import { isAtLeast } from './caller.ts';
import type { GrafanaState, Json, Snapshot } from './grafana-state.ts';
import { Refusal } from './refusal.ts';
import {
  type Answer,
  type Call,
  jsonBody,
  ok,
  type Route,
  textField,
  wholeField,
} from './route.ts';

const FIFTY_YEARS_SECONDS = 50 * 365 * 86_400;
const DELETED = "Snapshot deleted. It might take an hour before it's cleared from any CDN caches.";

/** §1.6: snapshots. */
export const SNAPSHOT_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/api/snapshot/shared-options', needs: 'None', run: sharedOptions },
  { method: 'POST', path: '/api/snapshots', needs: null, run: create },
  { method: 'GET', path: '/api/dashboard/snapshots', needs: 'Viewer', run: list },
  { method: 'GET', path: '/api/snapshots/:key', needs: null, run: show },
  { method: 'DELETE', path: '/api/snapshots/:key', needs: 'Editor', run: removeByKey },
  { method: 'GET', path: '/api/snapshots-delete/:deleteKey', needs: null, run: removeByDeleteKey },
];

function sharedOptions({ state }: Call): Answer {
  const { settings, quirks } = state;
  return ok({
    ...(quirks.tellsSnapshotEnabled && { snapshotEnabled: settings.snapshotsEnabled }),
    externalSnapshotURL: 'https://snapshots.example.test',
    externalSnapshotName: 'Publish to snapshots.example.test',
    externalEnabled: settings.externalSnapshotsEnabled,
  });
}

function refuseIfDisabled({ settings }: GrafanaState): void {
  if (!settings.snapshotsEnabled) throw new Refusal(403, 'Dashboard Snapshots are disabled');
}

function create(call: Call): Answer {
  const { state } = call;
  refuseIfDisabled(state);
  const body = jsonBody(call);
  const dashboard = body.dashboard as Json | null | undefined;
  if (typeof dashboard !== 'object' || dashboard === null) {
    throw new Refusal(400, 'bad request data');
  }
  if (body.external === true) refuseExternal(state);
  if (!state.settings.publicSnapshots) refuseLocal(call, dashboard);
  const secret = (name: string) => textField(body, name) || randomBytes(16).toString('hex');
  const [key, deleteKey] = [secret('key'), secret('deleteKey')];
  if (state.snapshots.some((one) => one.key === key || one.deleteKey === deleteKey)) {
    throw new Refusal(500, 'Failed to create snapshot');
  }
  const seconds = wholeField(body, 'expires') || FIFTY_YEARS_SECONDS;
  const created = state.now();
  state.snapshots.push({
    ...{ id: state.nextId(), key, deleteKey, created, expires: created + seconds * 1000 },
    name: textField(body, 'name') || 'Unnamed snapshot',
    dashboard: { ...dashboard, snapshot: { originalUrl: `/d/${String(dashboard.uid ?? '')}` } },
  });
  const root = state.settings.rootUrl ?? 'http://localhost:3000/';
  return ok({
    ...{ key, deleteKey, url: `${root}dashboard/snapshot/${key}` },
    deleteUrl: `${root}api/snapshots-delete/${deleteKey}`,
  });
}

/** The stand-in never pushes anything to another server. */
function refuseExternal({ settings }: GrafanaState): never {
  if (!settings.externalSnapshotsEnabled) {
    throw new Refusal(403, 'External dashboard creation is disabled');
  }
  throw new Refusal(500, 'Failed to create external snapshot');
}

function refuseLocal({ role, isLoggedIn, state }: Call, dashboard: Json): void {
  if (!isLoggedIn) throw new Refusal(401, 'Unauthorized');
  if (!isAtLeast(role, 'Editor')) throw new Refusal(403, 'forbidden');
  const { snapshotNeedsId, snapshotNeedsDashboard } = state.quirks;
  if (snapshotNeedsId && !(typeof dashboard.id === 'number' && dashboard.id > 0)) {
    throw new Refusal(400, 'Creating a local snapshot requires a dashboard');
  }
  if (!snapshotNeedsDashboard) return;
  const uid = textField(dashboard, 'uid');
  if (uid === '') {
    throw new Refusal(400, 'Unique identifier needed to be able to get a dashboard');
  }
  if (!state.dashboards.some((one) => one.uid === uid)) {
    throw new Refusal(400, 'Dashboard not found');
  }
}

function alive({ state }: Call): readonly Snapshot[] {
  refuseIfDisabled(state);
  return state.snapshots.filter(({ expires }) => expires > state.now());
}

function list(call: Call): Answer {
  const found = call.state.quirks.snapshotsBelongToNobody ? [] : alive(call);
  return ok(
    found.map(({ id, name, key, expires }) => ({
      ...{ id, name, key, orgId: 1, userId: 1, external: false, externalUrl: '' },
      expires: new Date(expires).toISOString(),
    })),
  );
}

function show(call: Call): Answer {
  const found = alive(call).find(({ key }) => key === call.params.key);
  if (!found) throw new Refusal(404, 'Dashboard snapshot not found');
  const { created, expires, dashboard } = found;
  return ok({
    meta: {
      ...{ isSnapshot: true, type: 'snapshot', canSave: false, canEdit: false },
      created: new Date(created).toISOString(),
      expires: new Date(expires).toISOString(),
    },
    dashboard,
  });
}

function removeByKey(call: Call): Answer {
  const found = alive(call).find(({ key }) => key === call.params.key);
  if (!found) throw new Refusal(404, 'Failed to get dashboard snapshot');
  if (call.state.quirks.snapshotsBelongToNobody) throw new Refusal(401, 'OrgID mismatch');
  return removed(call, found);
}

function removeByDeleteKey(call: Call): Answer {
  const found = alive(call).find(({ deleteKey }) => deleteKey === call.params.deleteKey);
  if (!found) throw new Refusal(404, 'Failed to get dashboard snapshot');
  return removed(call, found);
}

function removed({ state }: Call, snapshot: Snapshot): Answer {
  state.snapshots.splice(state.snapshots.indexOf(snapshot), 1);
  return ok({ message: DELETED, id: snapshot.id });
}
