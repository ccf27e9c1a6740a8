import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { GrafanaCredentials } from '../../../src/clients/grafana/grafana.ts';
import { type Publication, runPublisher } from '../../../src/report/grafana/publish-run.ts';
import { removePublished } from '../../../src/report/grafana/remove-published.ts';
import { askGrafana, tokenOf } from '../../stand-ins/grafana/ask-grafana.ts';
import { type GrafanaStandIn, startGrafana } from '../../stand-ins/grafana/grafana-stand-in.ts';
import { type GrafanaSettings, VERSIONS } from '../../stand-ins/grafana/settings.ts';
import { viewDashboard } from '../../stand-ins/grafana/view-dashboard.ts';
import { aResult } from '../../support/a-result.ts';
import { RESULT_SHAPES } from '../../support/result-shapes.ts';
import { stubHttpServer } from '../../support/stub-http-server.ts';

const START_MS = Date.parse('2026-11-23T14:30:15.000Z');

interface Published {
  readonly publication: Publication | null;
  readonly warnings: readonly string[];
}

/** A run, from its beginning to its end, as a token with the role Editor puts it into a Grafana. */
async function publishTo(grafana: GrafanaStandIn, doc = aResult()): Promise<Published> {
  const token = (await tokenOf(grafana.url, 'Editor')).replace('Bearer ', '');
  return publishWith(grafana.url, { kind: 'token', token }, doc);
}

async function publishWith(
  baseUrl: string,
  credentials: GrafanaCredentials,
  doc = aResult(),
  takesSnapshots = true,
): Promise<Published> {
  const warnings: string[] = [];
  const target = { baseUrl, credentials, takesSnapshots };
  const publisher = runPublisher(target, (words) => warnings.push(words));
  const [point] = doc.points;
  assert.ok(point);
  await publisher.begin(START_MS, point.workload);
  return { publication: await publisher.finish(doc), warnings };
}

async function dashboardAt(path: string, grafana: GrafanaStandIn) {
  const { body } = await askGrafana(grafana.url, `GET ${path}`);
  return body.dashboard as Record<string, unknown>;
}

for (const version of VERSIONS) {
  const withVersion = (settings: Partial<GrafanaSettings> = {}) =>
    startGrafana({ version, nowEpochMs: () => START_MS, ...settings });

  describe(`a run in Grafana ${version}`, () => {
    it('is a snapshot that anybody can open, of a dashboard that was saved for it', async () => {
      await using grafana = await withVersion();
      const { publication, warnings } = await publishTo(grafana);
      assert.deepEqual(warnings, []);
      const [snapshot] = grafana.state.snapshots;
      assert.equal(publication?.url, `${grafana.url}/dashboard/snapshot/${snapshot?.key}`);
      assert.equal(grafana.state.dashboards[0]?.uid, 'inferbench');
      const panels = viewDashboard(await dashboardAt(`/api/snapshots/${snapshot?.key}`, grafana));
      assert.ok(panels.some(({ title }) => title === 'Requests each second'));
    });

    it('is an annotation from its start to its end, found by the run, with a link to it', async () => {
      await using grafana = await withVersion();
      const doc = aResult();
      const { publication } = await publishTo(grafana, doc);
      const [annotation, ...others] = grafana.state.annotations;
      assert.deepEqual(others, []);
      assert.equal(annotation?.time, START_MS);
      assert.equal(annotation?.timeEnd, Date.parse(doc.finishedAt));
      assert.ok(annotation?.tags.includes('inferbench'));
      assert.ok(annotation?.tags.includes(`run:${doc.id}`));
      assert.ok(annotation?.text.includes(`<a href="${publication?.url}">`));
    });

    it('is a dashboard of its own where snapshots are disabled', async () => {
      await using grafana = await withVersion({ snapshotsEnabled: false });
      const { publication, warnings } = await publishTo(grafana);
      assert.deepEqual(warnings, []);
      assert.equal(publication?.kind, 'dashboard');
      const uid = publication?.removal.kind === 'dashboard' ? publication.removal.uid : '';
      assert.match(publication?.url ?? '', new RegExp(`/d/${uid}/`));
      const panels = viewDashboard(await dashboardAt(`/api/dashboards/uid/${uid}`, grafana));
      assert.ok(panels.length > 5);
    });

    it('leaves the dashboard as somebody changed it, and takes a provisioned one', async () => {
      const model = { uid: 'inferbench', title: 'Ours', panels: [] };
      await using grafana = await withVersion({ provisionedDashboards: [model] });
      const { publication, warnings } = await publishTo(grafana);
      assert.deepEqual(warnings, []);
      assert.equal(publication?.kind, 'snapshot');
      assert.equal(grafana.state.dashboards[0]?.model.title, 'Ours');
    });

    it('is an annotation alone in the Grafana of a stack', async () => {
      await using grafana = await withVersion();
      const token = (await tokenOf(grafana.url, 'Editor')).replace('Bearer ', '');
      const credentials = { kind: 'token', token } as const;
      const { publication, warnings } = await publishWith(
        grafana.url,
        credentials,
        aResult(),
        false,
      );
      assert.deepEqual([publication, warnings], [null, []]);
      assert.equal(grafana.state.annotations[0]?.timeEnd, Date.parse(aResult().finishedAt));
      assert.deepEqual([grafana.state.snapshots, grafana.state.dashboards], [[], []]);
    });

    it('can be taken out again without a login, and then is gone', async () => {
      await using grafana = await withVersion();
      const { publication } = await publishTo(grafana);
      assert.ok(publication);
      assert.equal(await removePublished(grafana.url, undefined, publication.removal), true);
      assert.equal(await removePublished(grafana.url, undefined, publication.removal), false);
      assert.deepEqual(grafana.state.snapshots, []);
    });
  });
}

describe('a run in a Grafana that does not want it', () => {
  it('is warned of at its start and at its end, and nothing is raised: nobody there', async () => {
    const { publication, warnings } = await publishWith('http://127.0.0.1:9', { kind: 'none' });
    assert.equal(publication, null);
    assert.equal(warnings.length, 2);
    assert.match(warnings[0] ?? '', /not told that the run begins: no server at/);
    assert.match(warnings[1] ?? '', /snapshot\.json is in the report folder: no server at/);
  });

  it('says that a token is missing', async () => {
    await using grafana = await startGrafana();
    const { publication, warnings } = await publishWith(grafana.url, { kind: 'none' });
    assert.equal(publication, null);
    assert.match(warnings.join('\n'), /refuses to add an annotation: 401/);
  });

  it('says that a token has too low a role', async () => {
    await using grafana = await startGrafana();
    const token = (await tokenOf(grafana.url, 'Viewer')).replace('Bearer ', '');
    const { publication, warnings } = await publishWith(grafana.url, { kind: 'token', token });
    assert.equal(publication, null);
    assert.match(warnings.join('\n'), /refuses to save a dashboard: 403: .*needs the role Editor/);
    assert.ok(!warnings.join().includes(token));
  });

  it('says so while its database is failing', async () => {
    await using grafana = await startGrafana({ failingHealthAnswers: 2 });
    const { publication, warnings } = await publishTo(grafana);
    assert.equal(publication, null);
    assert.equal(warnings.filter((words) => /is failing/.test(words)).length, 2);
  });

  it('is there all the same when Grafana comes up in the middle of it', async () => {
    await using grafana = await startGrafana({ failingHealthAnswers: 1 });
    const { publication, warnings } = await publishTo(grafana);
    assert.equal(publication?.kind, 'snapshot');
    assert.equal(warnings.length, 1);
    assert.equal(grafana.state.annotations.length, 1);
  });

  it('does not mistake a web page for a Grafana', async () => {
    await using server = await stubHttpServer((request, response) => {
      request.resume();
      response.end('<html>hello</html>');
    });
    const { publication, warnings } = await publishWith(server.url, { kind: 'none' });
    assert.equal(publication, null);
    assert.match(warnings.join('\n'), /something else than Grafana does/);
  });

  it('says when panels are lost on the way', async () => {
    await using grafana = await startGrafana();
    await using lossy = await stubHttpServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks);
      const answer = await fetch(`${grafana.url}${request.url}`, {
        method: request.method ?? 'GET',
        headers: request.headers as Record<string, string>,
        ...(body.length > 0 && { body }),
      });
      const text = await answer.text();
      const isShown = request.method === 'GET' && /^\/api\/snapshots\/\w+$/.test(request.url ?? '');
      response.writeHead(answer.status);
      response.end(isShown ? '{"dashboard":{"panels":[{}]}}' : text);
    });
    const token = (await tokenOf(grafana.url, 'Editor')).replace('Bearer ', '');
    const { publication, warnings } = await publishWith(lossy.url, { kind: 'token', token });
    assert.equal(publication?.kind, 'snapshot');
    assert.match(warnings.join(), /may be damaged: 1 of \d+ panels and 0 of \d+ frames/);
  });

  it('keeps to the length that Grafana allows for tags, however long the name of the model', async () => {
    await using grafana = await startGrafana();
    const { warnings } = await publishTo(grafana, aResult({ modelName: '模'.repeat(400) }));
    assert.deepEqual(warnings, []);
    assert.equal(grafana.state.annotations.length, 1);
  });

  it('escapes a hostile model in its annotation', async () => {
    await using grafana = await startGrafana();
    await publishTo(grafana, RESULT_SHAPES.hostile?.() ?? assert.fail());
    const text = grafana.state.annotations[0]?.text ?? '';
    assert.doesNotMatch(text.replace(/<a href="[^"]*">[^<]*<\/a>/, ''), /</);
  });
});
