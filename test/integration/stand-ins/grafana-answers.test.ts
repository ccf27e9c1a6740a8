import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { askGrafana, tokenOf } from '../../stand-ins/grafana/ask-grafana.ts';
import { startGrafana } from '../../stand-ins/grafana/grafana-stand-in.ts';
import { VERSIONS } from '../../stand-ins/grafana/settings.ts';
import { jsonRoutes, stubHttpServer } from '../../support/stub-http-server.ts';

const DASHBOARD = { uid: 'inferbench', title: 'Inference', tags: ['inferbench'], panels: [] };
const SOURCE = { name: 'p', uid: 'p', type: 'prometheus', access: 'proxy' };

for (const version of VERSIONS) {
  const major = Number.parseInt(version, 10);

  describe(`Grafana ${version}`, () => {
    it('is failing at first, then healthy, and names its version to those who may know', async () => {
      await using grafana = await startGrafana({ version, failingHealthAnswers: 1 });
      const first = await askGrafana(grafana.url, 'GET /api/health', undefined, null);
      const second = await askGrafana(grafana.url, 'GET /api/health', undefined, null);
      assert.deepEqual([first.status, first.body.database], [503, 'failing']);
      assert.deepEqual([second.status, second.body.database], [200, 'ok']);
      assert.equal(second.body.version, version);
      await using silent = await startGrafana({ version, hideVersion: true });
      const hidden = await askGrafana(silent.url, 'GET /api/health', undefined, null);
      assert.deepEqual(hidden.body, { database: 'ok' });
    });

    it('makes a service account with 201 and finds it by its name', async () => {
      await using grafana = await startGrafana({ version });
      const made = await askGrafana(grafana.url, 'POST /api/serviceaccounts', {
        name: 'bench',
        role: 'Editor',
      });
      const found = await askGrafana(
        grafana.url,
        'GET /api/serviceaccounts/search?perpage=10&page=1&query=ben',
      );
      assert.equal(made.status, 201);
      assert.equal('uid' in made.body, major >= 11);
      assert.deepEqual(found.body, {
        ...{ totalCount: 1, page: 1, perPage: 10 },
        serviceAccounts: [made.body],
      });
    });

    it('saves a dashboard, again with overwrite, and finds it', async () => {
      await using grafana = await startGrafana({ version });
      const save = { dashboard: DASHBOARD, overwrite: true };
      const first = await askGrafana(grafana.url, 'POST /api/dashboards/db', save);
      const second = await askGrafana(grafana.url, 'POST /api/dashboards/db', save);
      const found = await askGrafana(grafana.url, 'GET /api/search?tag=inferbench');
      assert.deepEqual([first.body.version, second.body.version], [1, 2]);
      assert.equal(first.body.url, '/d/inferbench/inference');
      assert.equal('folderUid' in first.body, major >= 11);
      assert.deepEqual(
        found.body.map((one) => (one as { uid: string }).uid),
        ['inferbench'],
      );
    });

    it('asks the real Prometheus behind a data source, by the name of its own network', async () => {
      await using prometheus = await stubHttpServer(
        jsonRoutes({ 'GET /api/v1/query?query=up': { status: 'success' } }),
      );
      const network = { 'http://prometheus:9090': prometheus.url };
      await using grafana = await startGrafana({ version, network });
      await askGrafana(grafana.url, 'POST /api/datasources', {
        ...SOURCE,
        url: 'http://prometheus:9090',
      });
      const viewer = await tokenOf(grafana.url, 'Viewer');
      const path = '/api/datasources/proxy/uid/p/api/v1/query?query=up';
      const answer = await askGrafana(grafana.url, `GET ${path}`, undefined, viewer);
      assert.deepEqual(answer, { status: 200, body: { status: 'success' } });
    });

    it('keeps a snapshot, shows it without a login, and forgets it by its delete key', async () => {
      let now = 1_800_000_000_000;
      await using grafana = await startGrafana({ version, nowEpochMs: () => now });
      const saved = await askGrafana(grafana.url, 'POST /api/dashboards/db', {
        dashboard: DASHBOARD,
        overwrite: true,
      });
      const dashboard = { ...DASHBOARD, id: saved.body.id, panels: [{ id: 1 }] };
      const body = { name: 'run', expires: 3600, dashboard };
      const editor = await tokenOf(grafana.url, 'Editor', 7200);
      const made = await askGrafana(grafana.url, 'POST /api/snapshots', body, editor);
      const { key, deleteKey, url } = made.body;
      assert.equal(url, `http://localhost:3000/dashboard/snapshot/${key}`);

      const look = () => askGrafana(grafana.url, `GET /api/snapshots/${key}`, undefined, null);
      assert.deepEqual((await look()).body.dashboard, {
        ...dashboard,
        snapshot: { originalUrl: '/d/inferbench' },
      });
      const listed = await askGrafana(grafana.url, 'GET /api/dashboard/snapshots');
      assert.equal(listed.body.length, version === '13.0.2' ? 0 : 1);

      now += 3_600_000;
      assert.equal((await look()).status, 404);
      now -= 1;
      const remove = `GET /api/snapshots-delete/${deleteKey}`;
      assert.equal((await askGrafana(grafana.url, remove, undefined, null)).status, 200);
      assert.equal((await look()).status, 404);
    });

    it('keeps an annotation, changes it, and finds it by all of its tags', async () => {
      await using grafana = await startGrafana({ version });
      const made = await askGrafana(grafana.url, 'POST /api/annotations', {
        ...{ time: 1000, tags: ['inferbench'], text: 'run' },
      });
      const { id } = made.body;
      const tags = ['inferbench', 'run:1'];
      await askGrafana(grafana.url, `PATCH /api/annotations/${id}`, { timeEnd: 2000, tags });
      const found = await askGrafana(
        grafana.url,
        'GET /api/annotations?tags=inferbench&tags=run:1',
      );
      const other = await askGrafana(grafana.url, 'GET /api/annotations?tags=run:2');
      assert.deepEqual(found.body, [
        { id, dashboardUID: '', time: 1000, timeEnd: 2000, tags, text: 'run' },
      ]);
      assert.deepEqual(other.body, []);
    });
  });
}
