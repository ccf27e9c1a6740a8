import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ADMIN, askGrafana, tokenOf } from '../../stand-ins/grafana/ask-grafana.ts';
import { startGrafana } from '../../stand-ins/grafana/grafana-stand-in.ts';
import { type GrafanaSettings, VERSIONS } from '../../stand-ins/grafana/settings.ts';

/** A row of the contract: what is there, what is asked, and that it is refused. */
interface Refused {
  readonly title: string;
  readonly ask: string;
  readonly body?: unknown;
  readonly status: number;
  readonly says?: RegExp;
  readonly as?: string | null;
  readonly settings?: Partial<GrafanaSettings>;
  /** Only of these versions; default: of all. */
  readonly of?: readonly string[];
  readonly before?: readonly (readonly [string, unknown])[];
}

const [V10, V11, V12, V13] = VERSIONS;
const DASHBOARD = { uid: 'inferbench', title: 'Inference', panels: [] };
const SAVED = ['POST /api/dashboards/db', { dashboard: DASHBOARD, overwrite: true }] as const;
const ACCOUNT = ['POST /api/serviceaccounts', { name: 'bench', role: 'Editor' }] as const;
const SOURCE = { name: 'p', uid: 'p', type: 'prometheus', access: 'proxy', url: 'http://p:9090' };
const HAS_SOURCE = ['POST /api/datasources', SOURCE] as const;
const PROVISIONED = {
  provisionedDashboards: [DASHBOARD],
  provisionedDataSources: [SOURCE],
} as const;
/** The first id that is given out, to what is made first. */
const ID = 41;

const ROWS: readonly Refused[] = [
  { title: 'nobody in particular', ask: 'GET /api/search', as: null, status: 401 },
  {
    title: 'a wrong password',
    ask: 'GET /api/search',
    as: `Basic ${Buffer.from('admin:wrong').toString('base64')}`,
    status: 401,
  },
  { title: 'a made-up token', ask: 'GET /api/search', as: 'Bearer glsa_x', status: 401 },
  { title: 'an unknown path', ask: 'GET /api/surprise', status: 404 },

  {
    title: 'a second service account of a name',
    before: [ACCOUNT],
    ask: ACCOUNT[0],
    body: ACCOUNT[1],
    status: 400,
    says: /already exists/,
  },
  {
    title: 'a service account without a name',
    ask: ACCOUNT[0],
    body: { role: 'Editor' },
    status: 400,
  },
  {
    title: 'a role that is none',
    ask: ACCOUNT[0],
    body: { name: 'x', role: 'King' },
    status: 400,
    says: /[Ii]nvalid role/,
  },
  { title: 'an unknown service account', ask: 'GET /api/serviceaccounts/7', status: 404 },
  {
    title: 'the uid of a service account, where there are only ids',
    before: [ACCOUNT],
    ask: `GET /api/serviceaccounts/sa${ID}uid`,
    of: [V10],
    status: 404,
  },
  {
    title: 'a token for an unknown service account',
    ask: 'POST /api/serviceaccounts/7/tokens',
    body: { name: 'k', secondsToLive: 60 },
    status: 404,
  },
  {
    title: 'a second token of a name',
    before: [ACCOUNT, [`POST /api/serviceaccounts/${ID}/tokens`, { name: 'k' }]],
    ask: `POST /api/serviceaccounts/${ID}/tokens`,
    body: { name: 'k' },
    status: 400,
    says: /already exists/,
  },
  {
    title: 'a token that lives less than no time',
    before: [ACCOUNT],
    ask: `POST /api/serviceaccounts/${ID}/tokens`,
    body: { name: 'k', secondsToLive: -1 },
    status: 400,
    says: /invalid SecondsToLive/,
  },
  {
    title: 'a token for ever, where tokens have to end',
    settings: { maxTokenSeconds: 3600 },
    before: [ACCOUNT],
    ask: `POST /api/serviceaccounts/${ID}/tokens`,
    body: { name: 'k' },
    status: 400,
    says: /should be set/,
  },
  {
    title: 'a token above the limit of seconds',
    settings: { maxTokenSeconds: 3600 },
    before: [ACCOUNT],
    ask: `POST /api/serviceaccounts/${ID}/tokens`,
    body: { name: 'k', secondsToLive: 3601 },
    status: 400,
  },
  {
    title: 'a token above the limit of days',
    settings: { tokenDayLimit: 1 },
    before: [ACCOUNT],
    ask: `POST /api/serviceaccounts/${ID}/tokens`,
    body: { name: 'k', secondsToLive: 86_401 },
    status: 400,
    says: /exceeds the limit/,
  },
  {
    title: 'an unknown token to be deleted',
    before: [ACCOUNT],
    ask: `DELETE /api/serviceaccounts/${ID}/tokens/7`,
    status: 404,
  },

  {
    title: 'a second data source of a name',
    before: [HAS_SOURCE],
    ask: HAS_SOURCE[0],
    body: { ...SOURCE, uid: 'other' },
    status: 409,
  },
  {
    title: 'a second data source of a uid',
    before: [HAS_SOURCE],
    ask: HAS_SOURCE[0],
    body: { ...SOURCE, name: 'other' },
    status: 409,
  },
  {
    title: 'a data source whose address is none',
    ask: HAS_SOURCE[0],
    body: { ...SOURCE, url: 'prometheus' },
    status: 400,
    says: /invalid URL/,
  },
  {
    title: 'a data source without a type',
    ask: HAS_SOURCE[0],
    body: { ...SOURCE, type: undefined },
    status: 400,
  },
  { title: 'text that is not JSON', ask: HAS_SOURCE[0], body: '{', status: 400 },
  { title: 'an unknown data source', ask: 'GET /api/datasources/uid/x', status: 404 },
  {
    title: 'half a data source as an update',
    before: [HAS_SOURCE],
    ask: 'PUT /api/datasources/uid/p',
    body: { url: 'http://q:9090' },
    status: 400,
  },
  {
    title: 'an update of a version that is gone',
    before: [HAS_SOURCE],
    ask: 'PUT /api/datasources/uid/p',
    body: { ...SOURCE, version: 9 },
    status: 409,
  },
  {
    title: 'a change of a provisioned data source',
    settings: PROVISIONED,
    ask: 'PUT /api/datasources/uid/p',
    body: SOURCE,
    status: 403,
    says: /read-only/,
  },
  {
    title: 'the end of a provisioned data source',
    settings: PROVISIONED,
    ask: 'DELETE /api/datasources/uid/p',
    status: 403,
    says: /read-only/,
  },
  {
    title: 'a write through the proxy',
    before: [HAS_SOURCE],
    ask: 'POST /api/datasources/proxy/uid/p/api/v1/admin/tsdb/delete_series',
    body: {},
    status: 403,
  },
  {
    title: 'a query through the proxy of no data source',
    ask: 'GET /api/datasources/proxy/uid/x/api/v1/query?query=up',
    status: 404,
  },
  {
    title: 'a query to a Prometheus that is not there',
    before: [['POST /api/datasources', { ...SOURCE, url: 'http://127.0.0.1:9' }]],
    ask: 'GET /api/datasources/proxy/uid/p/api/v1/query?query=up',
    status: 502,
  },

  {
    title: 'a dashboard without a title',
    ask: SAVED[0],
    body: { dashboard: { uid: 'x' } },
    status: 400,
    says: /title cannot be empty/,
  },
  { title: 'no dashboard', ask: SAVED[0], body: { overwrite: true }, status: 400 },
  {
    title: 'a uid of 41 characters',
    ask: SAVED[0],
    body: { dashboard: { ...DASHBOARD, uid: 'u'.repeat(41) } },
    status: 400,
    says: /max 40 characters/,
  },
  {
    title: 'a uid with a dot',
    ask: SAVED[0],
    body: { dashboard: { ...DASHBOARD, uid: 'a.b' } },
    status: 400,
  },
  {
    title: 'a message of 501 characters',
    ask: SAVED[0],
    body: { dashboard: DASHBOARD, message: 'm'.repeat(501) },
    status: 400,
  },
  {
    title: 'a refresh each second, where five are the least',
    ask: SAVED[0],
    body: { dashboard: { ...DASHBOARD, refresh: '1s' } },
    status: 400,
    says: /too low/,
  },
  {
    title: 'a folder that is not there',
    ask: SAVED[0],
    body: { dashboard: DASHBOARD, folderUid: 'nowhere' },
    status: 400,
    says: /folder not found/,
  },
  {
    title: 'a numeric id that is not there',
    ask: SAVED[0],
    body: { dashboard: { ...DASHBOARD, id: 7 }, overwrite: true },
    status: 404,
  },
  {
    title: 'a dashboard of schema v2',
    ask: SAVED[0],
    body: { dashboard: { ...DASHBOARD, elements: {} } },
    status: 400,
  },
  {
    title: 'a provisioned dashboard',
    settings: PROVISIONED,
    ask: SAVED[0],
    body: SAVED[1],
    status: 400,
    says: /Cannot save provisioned dashboard/,
  },
  {
    title: 'a dashboard that is there, without overwrite',
    before: [SAVED],
    ask: SAVED[0],
    body: { dashboard: DASHBOARD },
    of: [V10, V11, V12],
    status: 412,
    says: /version-mismatch/,
  },
  {
    title: 'a dashboard that is there, without overwrite',
    before: [SAVED],
    ask: SAVED[0],
    body: { dashboard: DASHBOARD },
    of: [V13],
    status: 409,
    says: /overwrite flag/,
  },
  {
    title: 'a second dashboard of a name in one folder',
    before: [SAVED],
    ask: SAVED[0],
    body: { dashboard: { ...DASHBOARD, uid: 'other' } },
    of: [V10],
    status: 412,
    says: /name-exists/,
  },
  {
    title: '17 MB',
    ask: SAVED[0],
    body: { dashboard: { ...DASHBOARD, description: 'd'.repeat(17 * 1024 * 1024) } },
    status: 413,
  },
  { title: 'an unknown dashboard', ask: 'GET /api/dashboards/uid/x', status: 404 },

  {
    title: 'an annotation without text',
    ask: 'POST /api/annotations',
    body: { tags: ['inferbench'], text: '' },
    status: 400,
    says: /Failed to save annotation/,
  },
  {
    title: 'an annotation on no dashboard',
    ask: 'POST /api/annotations',
    body: { dashboardUID: 'x', text: 'run' },
    status: 404,
  },
  {
    title: 'tags of more than 500 bytes',
    ask: 'POST /api/annotations',
    body: { text: 'run', tags: ['t'.repeat(500)] },
    status: 400,
    says: /tags length exceeds/,
  },
  {
    title: 'a change of an unknown annotation',
    ask: 'PATCH /api/annotations/7',
    body: { timeEnd: 1 },
    status: 404,
  },

  {
    title: 'a snapshot by nobody in particular',
    before: [SAVED],
    ask: 'POST /api/snapshots',
    body: { dashboard: { ...DASHBOARD, id: ID } },
    as: null,
    status: 401,
  },
  {
    title: 'a snapshot without a uid',
    ask: 'POST /api/snapshots',
    body: { dashboard: { id: 1, panels: [] } },
    of: [V11, V12, V13],
    status: 400,
    says: /Unique identifier needed/,
  },
  {
    title: 'a snapshot of a dashboard that is not there',
    ask: 'POST /api/snapshots',
    body: { dashboard: { ...DASHBOARD, id: 1 } },
    of: [V11, V12, V13],
    status: 400,
    says: /Dashboard not found/,
  },
  {
    title: 'a snapshot without a numeric id',
    before: [SAVED],
    ask: 'POST /api/snapshots',
    body: { dashboard: { ...DASHBOARD, id: 0 } },
    of: [V10],
    status: 400,
    says: /requires a dashboard/,
  },
  {
    title: 'a snapshot that expires in words',
    before: [SAVED],
    ask: 'POST /api/snapshots',
    body: { dashboard: { ...DASHBOARD, id: ID }, expires: '7d' },
    status: 400,
  },
  { title: 'no snapshot', ask: 'POST /api/snapshots', body: { name: 'x' }, status: 400 },
  {
    title: 'a snapshot where they are disabled',
    settings: { snapshotsEnabled: false },
    before: [SAVED],
    ask: 'POST /api/snapshots',
    body: { dashboard: { ...DASHBOARD, id: ID } },
    status: 403,
    says: /Dashboard Snapshots are disabled/,
  },
  {
    title: 'a look at a snapshot where they are disabled',
    settings: { snapshotsEnabled: false },
    ask: 'GET /api/snapshots/x',
    status: 403,
  },
  {
    title: 'a snapshot pushed to somebody else, where that is off',
    settings: { externalSnapshotsEnabled: false },
    before: [SAVED],
    ask: 'POST /api/snapshots',
    body: { dashboard: { ...DASHBOARD, id: ID }, external: true },
    status: 403,
    says: /External dashboard creation is disabled/,
  },
  {
    title: 'a second snapshot of a key',
    before: [SAVED, ['POST /api/snapshots', { dashboard: { ...DASHBOARD, id: ID }, key: 'k' }]],
    ask: 'POST /api/snapshots',
    body: { dashboard: { ...DASHBOARD, id: ID }, key: 'k' },
    status: 500,
  },
  { title: 'an unknown snapshot', ask: 'GET /api/snapshots/x', as: null, status: 404 },
  { title: 'an unknown delete key', ask: 'GET /api/snapshots-delete/x', as: null, status: 404 },
  {
    title: 'a snapshot deleted by key where it belongs to nobody (#127233)',
    before: [SAVED, ['POST /api/snapshots', { dashboard: { ...DASHBOARD, id: ID }, key: 'k' }]],
    ask: 'DELETE /api/snapshots/k',
    of: [V13],
    status: 401,
    says: /OrgID mismatch/,
  },
];

for (const version of VERSIONS) {
  describe(`Grafana ${version} refuses`, () => {
    for (const row of ROWS.filter((one) => (one.of ?? VERSIONS).includes(version))) {
      it(`${row.title} (${row.status})`, async () => {
        await using grafana = await startGrafana({ version, ...row.settings });
        for (const [what, body] of row.before ?? []) {
          const made = await askGrafana(grafana.url, what, body);
          assert.ok(made.status < 300, `${what}: ${made.status} ${JSON.stringify(made.body)}`);
        }
        const as = row.as === undefined ? ADMIN : row.as;
        const answer = await askGrafana(grafana.url, row.ask, row.body, as);
        assert.equal(answer.status, row.status, JSON.stringify(answer.body));
        assert.equal(typeof answer.body.message, 'string');
        assert.match(JSON.stringify(answer.body), row.says ?? /./);
      });
    }

    it('what a role is not enough for (403)', async () => {
      await using grafana = await startGrafana({ version });
      await askGrafana(grafana.url, ...SAVED);
      const [viewer, editor] = await Promise.all([
        tokenOf(grafana.url, 'Viewer'),
        tokenOf(grafana.url, 'Editor'),
      ]);
      const snapshot = { dashboard: { ...DASHBOARD, id: ID } };
      const asked = [
        await askGrafana(grafana.url, ...SAVED, viewer),
        await askGrafana(grafana.url, 'POST /api/snapshots', snapshot, viewer),
        await askGrafana(grafana.url, 'POST /api/annotations', { text: 'x' }, viewer),
        await askGrafana(grafana.url, ...ACCOUNT, editor),
        await askGrafana(grafana.url, ...HAS_SOURCE, editor),
      ];
      assert.deepEqual(
        asked.map(({ status }) => status),
        [403, 403, 403, 403, 403],
      );
    });

    it('a token whose time is over (401)', async () => {
      let now = 1_800_000_000_000;
      await using grafana = await startGrafana({ version, nowEpochMs: () => now });
      const token = await tokenOf(grafana.url, 'Editor', 60);
      assert.equal(
        (await askGrafana(grafana.url, 'GET /api/search', undefined, token)).status,
        200,
      );
      now += 60_000;
      assert.equal(
        (await askGrafana(grafana.url, 'GET /api/search', undefined, token)).status,
        401,
      );
    });
  });
}
