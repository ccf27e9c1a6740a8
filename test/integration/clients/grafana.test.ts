import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { connectGrafana, type GrafanaCredentials } from '../../../src/clients/grafana/grafana.ts';
import {
  addAnnotation,
  changeAnnotation,
} from '../../../src/clients/grafana/grafana-annotations.ts';
import {
  deleteDashboard,
  findDashboard,
  isFound,
  saveDashboard,
} from '../../../src/clients/grafana/grafana-dashboards.ts';
import { proxyUrl, upsertDataSource } from '../../../src/clients/grafana/grafana-data-sources.ts';
import { grafanaHealth } from '../../../src/clients/grafana/grafana-health.ts';
import {
  createToken,
  deleteToken,
  ensureServiceAccount,
} from '../../../src/clients/grafana/grafana-service-accounts.ts';
import {
  countBody,
  countSnapshot,
  createSnapshot,
  deleteSnapshot,
  type SnapshotBody,
  takesSnapshots,
} from '../../../src/clients/grafana/grafana-snapshots.ts';
import { BenchError } from '../../../src/contract/bench-error.ts';
import { tokenOf } from '../../stand-ins/grafana/ask-grafana.ts';
import { startGrafana } from '../../stand-ins/grafana/grafana-stand-in.ts';
import { VERSIONS } from '../../stand-ins/grafana/settings.ts';
import { stubHttpServer } from '../../support/stub-http-server.ts';

const ADMIN: GrafanaCredentials = { kind: 'password', user: 'admin', password: 'admin' };
const MODEL = { uid: 'inferbench', title: 'Inference', tags: ['inferbench'], panels: [] };
const SOURCE = { uid: 'p', name: 'P', url: 'http://prometheus:9090', scrapeIntervalMs: 1000 };

function bodyWith(dashboard: Readonly<Record<string, unknown>>): SnapshotBody {
  const frame = { schema: { fields: [] } };
  const panels = [{ id: 1, targets: [{ snapshot: [frame, frame] }] }, { id: 2 }];
  return { name: 'run', expires: 60, external: false, dashboard: { ...dashboard, panels } };
}

async function refusalOf(promise: Promise<unknown>): Promise<BenchError> {
  const error = await promise.then(
    () => assert.fail('was not refused'),
    (raised: unknown) => raised,
  );
  assert.ok(error instanceof BenchError);
  return error;
}

for (const version of VERSIONS) {
  describe(`asking Grafana ${version}`, () => {
    it('reads its health, failing or well, with or without a version', async () => {
      await using grafana = await startGrafana({ version, failingHealthAnswers: 1 });
      const asked = connectGrafana(`${grafana.url}/`, { kind: 'none' });
      assert.equal((await grafanaHealth(asked)).healthy, false);
      assert.deepEqual(await grafanaHealth(asked), { healthy: true, version, words: '' });
      await using silent = await startGrafana({ version, hideVersion: true });
      const health = await grafanaHealth(connectGrafana(silent.url, { kind: 'none' }));
      assert.equal(health.version, null);
    });

    it('finds a service account by its whole name, and makes it once', async () => {
      await using grafana = await startGrafana({ version });
      const asked = connectGrafana(grafana.url, ADMIN);
      await ensureServiceAccount(asked, 'bench-other', 'Editor');
      const first = await ensureServiceAccount(asked, 'bench', 'Editor');
      const again = await ensureServiceAccount(asked, 'bench', 'Editor');
      assert.equal(first, again);
      assert.deepEqual(
        grafana.state.serviceAccounts.map(({ name }) => name),
        ['bench-other', 'bench'],
      );
    });

    it('gives none where it may not make one', async () => {
      await using grafana = await startGrafana({ version });
      const token = (await tokenOf(grafana.url, 'Editor')).replace('Bearer ', '');
      const asked = connectGrafana(grafana.url, { kind: 'token', token });
      assert.equal(await ensureServiceAccount(asked, 'bench', 'Editor'), null);
    });

    it('makes a token that works until it is deleted, and clears expired ones away', async () => {
      let now = 1_800_000_000_000;
      await using grafana = await startGrafana({ version, nowEpochMs: () => now });
      const asked = connectGrafana(grafana.url, ADMIN);
      const account = await ensureServiceAccount(asked, 'bench', 'Editor');
      assert.ok(account !== null);
      const wanted = { secondsToLive: 60, nowEpochMs: now };
      await createToken(asked, account, { name: 'old', ...wanted });
      now += 61_000;
      const token = await createToken(asked, account, { name: 'new', ...wanted, nowEpochMs: now });
      assert.equal(token.expiresAtEpochMs, now + 60_000);
      const names = () => grafana.state.serviceAccounts[0]?.tokens.map(({ name }) => name);
      assert.deepEqual(names(), ['new']);

      const withToken = connectGrafana(grafana.url, { kind: 'token', token: token.key });
      await saveDashboard(withToken, MODEL, '');
      await deleteToken(asked, token);
      await deleteToken(asked, token);
      assert.deepEqual(names(), []);
      const refusal = await refusalOf(findDashboard(withToken, 'inferbench'));
      assert.match(refusal.message, /refuses to show a dashboard: 401/);
    });

    it('makes a data source, leaves it, changes it, and keeps a name it was given', async () => {
      await using grafana = await startGrafana({ version });
      const asked = connectGrafana(grafana.url, ADMIN);
      const settings = () => grafana.state.dataSources.map((one) => one.settings);
      assert.equal(await upsertDataSource(asked, SOURCE), 'made');
      assert.equal(await upsertDataSource(asked, SOURCE), 'as it should be');
      const [made] = grafana.state.dataSources;
      assert.ok(made);
      made.settings = { ...made.settings, name: 'renamed' };
      assert.equal(await upsertDataSource(asked, { ...SOURCE, scrapeIntervalMs: 500 }), 'changed');
      assert.equal(settings().length, 1);
      assert.equal(settings()[0]?.name, 'renamed');
      assert.deepEqual(settings()[0]?.jsonData, { httpMethod: 'POST', timeInterval: '500ms' });
    });

    it('leaves a provisioned data source alone, and says so', async () => {
      const provisioned = {
        ...SOURCE,
        type: 'prometheus',
        access: 'proxy',
        url: 'http://old:9090',
      };
      await using grafana = await startGrafana({ version, provisionedDataSources: [provisioned] });
      const asked = connectGrafana(grafana.url, ADMIN);
      assert.equal(await upsertDataSource(asked, SOURCE), 'provisioned');
      assert.equal(grafana.state.dataSources[0]?.settings.url, 'http://old:9090');
      assert.ok(!grafana.answered.some((line) => line.startsWith('PUT')));
    });

    it('says why a data source cannot be made when another has its name', async () => {
      await using grafana = await startGrafana({ version });
      const asked = connectGrafana(grafana.url, ADMIN);
      await upsertDataSource(asked, { ...SOURCE, uid: 'other' });
      const refusal = await refusalOf(upsertDataSource(asked, SOURCE));
      assert.match(refusal.message, /refuses to make a data source: 409: .*name already exists/);
    });

    it('saves a dashboard again and again, finds it, deletes it', async () => {
      await using grafana = await startGrafana({ version });
      const asked = connectGrafana(grafana.url, ADMIN);
      assert.equal(await findDashboard(asked, 'inferbench'), null);
      assert.equal(await isFound(asked, MODEL), false);
      const first = await saveDashboard(asked, MODEL, 'a');
      const again = await saveDashboard(asked, { ...MODEL, id: 7 }, 'b');
      assert.deepEqual(first, again);
      assert.deepEqual(await findDashboard(asked, 'inferbench'), first);
      assert.equal(first.url, `${grafana.url}/d/inferbench/inference`);
      assert.equal(await isFound(asked, MODEL), true);
      assert.equal(await deleteDashboard(asked, 'inferbench'), true);
      assert.equal(await deleteDashboard(asked, 'inferbench'), false);
    });

    it('takes the provisioned dashboard that it may not save over', async () => {
      await using grafana = await startGrafana({ version, provisionedDashboards: [MODEL] });
      const asked = connectGrafana(grafana.url, ADMIN);
      const saved = await saveDashboard(asked, { ...MODEL, title: 'New' }, '');
      assert.equal(saved.provisioned, true);
      assert.equal(grafana.state.dashboards[0]?.model.title, 'Inference');
    });

    it('keeps a snapshot, counts what is in it, deletes it by its delete key', async () => {
      await using grafana = await startGrafana({ version });
      const asked = connectGrafana(grafana.url, ADMIN);
      const { id } = await saveDashboard(asked, MODEL, '');
      const body = bodyWith({ ...MODEL, id });
      const snapshot = await createSnapshot(asked, body);
      assert.ok(typeof snapshot !== 'string');
      assert.equal(snapshot.url, `${grafana.url}/dashboard/snapshot/${snapshot.key}`);
      assert.deepEqual(await countSnapshot(asked, snapshot.key), { panels: 2, frames: 2 });
      assert.deepEqual(countBody(body), { panels: 2, frames: 2 });
      const nobody = connectGrafana(grafana.url, { kind: 'none' });
      assert.equal(await deleteSnapshot(nobody, snapshot.deleteKey), true);
      assert.equal(await deleteSnapshot(nobody, snapshot.deleteKey), false);
    });

    it('knows that a snapshot needs a dashboard', async () => {
      await using grafana = await startGrafana({ version });
      const asked = connectGrafana(grafana.url, ADMIN);
      assert.equal(await createSnapshot(asked, bodyWith({ ...MODEL, id: 0 })), 'no-dashboard');
    });

    it('knows where snapshots are disabled', async () => {
      await using grafana = await startGrafana({ version, snapshotsEnabled: false });
      const asked = connectGrafana(grafana.url, ADMIN);
      const { id } = await saveDashboard(asked, MODEL, '');
      // 10.4 does not tell beforehand.
      assert.equal(await takesSnapshots(asked), version.startsWith('10.'));
      assert.equal(await createSnapshot(asked, bodyWith({ ...MODEL, id })), 'disabled');
    });

    it('begins an annotation and gives it an end', async () => {
      await using grafana = await startGrafana({ version });
      const asked = connectGrafana(grafana.url, ADMIN);
      const begun = { timeEpochMs: 1000.4, tags: ['inferbench'], text: 'run' };
      const id = await addAnnotation(asked, begun);
      await changeAnnotation(asked, id, { ...begun, timeEndEpochMs: 2000.6, tags: ['a', 'b'] });
      assert.deepEqual(grafana.state.annotations, [
        { id, dashboardUID: '', time: 1000, timeEnd: 2001, tags: ['a', 'b'], text: 'run' },
      ]);
    });
  });
}

describe('asking a Grafana that is none, or far away', () => {
  it('opens a snapshot where a public Grafana says it is, and at its own address where it says localhost', async () => {
    await using grafana = await startGrafana({ rootUrl: 'https://grafana.example.test/' });
    const asked = connectGrafana(grafana.url, ADMIN);
    const { id } = await saveDashboard(asked, MODEL, '');
    const snapshot = await createSnapshot(asked, bodyWith({ ...MODEL, id }));
    assert.ok(typeof snapshot !== 'string');
    assert.equal(snapshot.url, `https://grafana.example.test/dashboard/snapshot/${snapshot.key}`);
  });

  it('finds its pages under a path', async () => {
    await using server = await stubHttpServer((request, response) => {
      request.resume();
      const url = '/grafana/d/inferbench/x';
      response.end(JSON.stringify({ dashboard: { id: 1, uid: 'u' }, meta: { url } }));
    });
    const asked = connectGrafana(`${server.url}/grafana`, { kind: 'none' });
    const found = await findDashboard(asked, 'u');
    assert.equal(found?.url, `${server.url}/grafana/d/inferbench/x`);
    assert.equal(proxyUrl(asked, 'p'), `${server.url}/grafana/api/datasources/proxy/uid/p`);
  });

  it('does not take another server for a Grafana', async () => {
    await using server = await stubHttpServer((request, response) => {
      request.resume();
      response.end('<html>');
    });
    const refusal = await refusalOf(grafanaHealth(connectGrafana(server.url, { kind: 'none' })));
    assert.match(refusal.message, /tell its health and answered something else than Grafana does/);
    assert.equal(refusal.exitCode, 3);
  });

  it('shows no token, password or delete key, whatever a server throws back', async () => {
    await using server = await stubHttpServer((request, response) => {
      request.resume();
      const heard = `${request.headers.authorization} ${request.url}`;
      response.writeHead(500).end(JSON.stringify({ message: `no: ${heard}` }));
    });
    const withToken = connectGrafana(server.url, { kind: 'token', token: 'glsa_secret' });
    const withPassword = connectGrafana(server.url, {
      ...{ kind: 'password', user: 'admin', password: 'hunter2' },
    });
    const base64 = Buffer.from('admin:hunter2').toString('base64');
    const shown = [
      await refusalOf(findDashboard(withToken, 'u')),
      await refusalOf(findDashboard(withPassword, 'u')),
      await refusalOf(deleteSnapshot(withToken, 'delete-me')),
      await refusalOf(deleteSnapshot(connectGrafana('http://127.0.0.1:9', ADMIN), 'delete-me')),
    ];
    for (const { message, hint, cause } of shown) {
      const text = `${message} ${hint} ${String((cause as Error | undefined)?.message)}`;
      assert.doesNotMatch(text, /glsa_secret|hunter2|delete-me/);
      assert.ok(!text.includes(base64));
    }
    assert.match(shown[0]?.message ?? '', /500: no: Bearer \(hidden\)/);
  });
});
