import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { GrafanaCredentials } from '../../src/clients/grafana/grafana.ts';
import {
  buildDashboard,
  type GrafanaReady,
  PROMETHEUS_SOURCE,
  removePublished,
  revokeGrafanaToken,
  runPublisher,
  setUpGrafana,
} from '../../src/report/index.ts';
import { viewDashboard } from '../stand-ins/grafana/view-dashboard.ts';
import { aResult } from '../support/a-result.ts';
import { type DockerGrafana, startDockerGrafana } from '../support/docker-grafana.ts';

/** What the stand-in claims to be, as it really is. */
const IMAGES = [
  'grafana/grafana:10.4.19',
  'grafana/grafana:11.6.7',
  'grafana/grafana:12.3.0',
  'grafana/grafana:13.0.2',
];
const TIMEOUT_MS = 300_000;

function adminOf({ adminPassword }: DockerGrafana): GrafanaCredentials {
  return { kind: 'password', user: 'admin', password: adminPassword };
}

async function setUp(grafana: DockerGrafana): Promise<GrafanaReady> {
  return await setUpGrafana(
    {
      ...{ baseUrl: grafana.url, credentials: adminOf(grafana), scrapeIntervalMs: 15_000 },
      prometheus: { publicUrl: grafana.prometheusUrl, inNetworkUrl: 'http://prometheus:9090' },
      dashboard: { ...buildDashboard({ dataSourceUid: PROMETHEUS_SOURCE.uid }) },
      ...{ tokenName: 'e2e', readyTimeoutMs: 120_000 },
    },
    { nowEpochMs: Date.now, signal: new AbortController().signal },
  );
}

async function publish(baseUrl: string, credentials: GrafanaCredentials) {
  const warnings: string[] = [];
  const target = { baseUrl, credentials, takesSnapshots: true };
  const publisher = runPublisher(target, (words) => warnings.push(words));
  const doc = aResult();
  const [point] = doc.points;
  assert.ok(point);
  await publisher.begin(Date.parse(doc.startedAt), point.workload);
  const publication = await publisher.finish(doc);
  assert.deepEqual(warnings, []);
  return publication ?? assert.fail('nothing was published');
}

for (const image of IMAGES) {
  describe(`a real ${image}`, () => {
    it('is set up twice, takes a snapshot that opens without a login, and forgets it', {
      timeout: TIMEOUT_MS,
    }, async () => {
      await using grafana = await startDockerGrafana(image);
      await setUp(grafana);
      const { token, baseUrl } = await setUp(grafana);
      assert.ok(token);
      const credentials = { kind: 'token', token: token.key } as const;
      const publication = await publish(baseUrl, credentials);
      assert.equal(publication.kind, 'snapshot');
      const key = publication.url.split('/').at(-1);
      const page = await fetch(publication.url);
      assert.equal(page.status, 200);
      const shown = await fetch(`${baseUrl}/api/snapshots/${key}`);
      const { dashboard } = (await shown.json()) as { dashboard: Record<string, unknown> };
      assert.ok(viewDashboard(dashboard).length > 5);
      assert.equal(await removePublished(baseUrl, undefined, publication.removal), true);
      assert.equal(await removePublished(baseUrl, undefined, publication.removal), false);
      await revokeGrafanaToken(baseUrl, adminOf(grafana), token);
      const refused = await fetch(`${baseUrl}/api/search`, {
        headers: { authorization: `Bearer ${token.key}` },
      });
      assert.equal(refused.status, 401);
    });

    it('that takes no snapshots gets a dashboard with the data inside', {
      timeout: TIMEOUT_MS,
    }, async () => {
      await using grafana = await startDockerGrafana(image, { GF_SNAPSHOTS_ENABLED: 'false' });
      await setUp(grafana);
      const publication = await publish(grafana.url, adminOf(grafana));
      assert.equal(publication.kind, 'dashboard');
    });
  });
}
