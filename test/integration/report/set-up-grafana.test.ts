import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { BenchError } from '../../../src/contract/bench-error.ts';
import { provisioningFiles } from '../../../src/report/grafana/provisioning-files.ts';
import {
  type GrafanaSetUp,
  PROMETHEUS_SOURCE,
  revokeGrafanaToken,
  setUpGrafana,
} from '../../../src/report/grafana/set-up-grafana.ts';
import { tokenOf } from '../../stand-ins/grafana/ask-grafana.ts';
import { type GrafanaStandIn, startGrafana } from '../../stand-ins/grafana/grafana-stand-in.ts';
import { type GrafanaSettings, VERSIONS } from '../../stand-ins/grafana/settings.ts';
import { found, prometheusStandIn } from '../../support/prometheus-stand-in.ts';
import { type StubServer, stubHttpServer } from '../../support/stub-http-server.ts';

const IN_NETWORK = 'http://prometheus:9090';
const MODEL = { uid: 'inferbench', title: 'inferbench', tags: ['inferbench'], panels: [] };
const ADMIN = { kind: 'password', user: 'admin', password: 'admin' } as const;

interface Scene {
  readonly settings?: Partial<GrafanaSettings>;
  readonly samples?: () => number | null;
  /** What Grafana's data source leads to; default: the same Prometheus. */
  readonly otherSamples?: () => number | null;
  readonly over?: Partial<GrafanaSetUp>;
}

/** Answers time() with the wall clock, and every other query with what `samples` gives. */
async function prometheusWith(samples: () => number | null): Promise<StubServer> {
  const { listener } = prometheusStandIn(({ form }) => {
    const now = Date.now() / 1000;
    if (form.query === 'time()') return found('scalar', [now, String(now)]);
    const value = samples();
    const series = { metric: { job: 'triton' }, value: [now, String(value)] };
    return found('vector', value === null ? [] : [series]);
  });
  return await stubHttpServer(listener);
}

async function inScene(
  { settings = {}, samples = () => 84, otherSamples, over = {} }: Scene,
  run: (
    setUp: () => ReturnType<typeof setUpGrafana>,
    grafana: GrafanaStandIn,
    steps: string[],
    wanted: GrafanaSetUp,
  ) => Promise<void>,
): Promise<void> {
  await using prometheus = await prometheusWith(samples);
  await using other = await prometheusWith(otherSamples ?? samples);
  const network = { [IN_NETWORK]: otherSamples ? other.url : prometheus.url };
  await using grafana = await startGrafana({ network, ...settings });
  const steps: string[] = [];
  const wanted: GrafanaSetUp = {
    ...{ baseUrl: grafana.url, credentials: ADMIN, dashboard: MODEL, scrapeIntervalMs: 1000 },
    prometheus: { publicUrl: prometheus.url, inNetworkUrl: IN_NETWORK },
    ...{ tokenName: 'stack-default', readyTimeoutMs: 60_000, ...over },
  };
  const setUp = () =>
    setUpGrafana(wanted, {
      nowEpochMs: Date.now,
      signal: new AbortController().signal,
      onStep: (step, detail) => steps.push(`${step}: ${detail}`),
    });
  await run(setUp, grafana, steps, wanted);
}

async function errorOf(promise: Promise<unknown>): Promise<BenchError> {
  const error = await promise.then(
    () => assert.fail('did not fail'),
    (raised: unknown) => raised,
  );
  assert.ok(error instanceof BenchError);
  return error;
}

for (const version of VERSIONS) {
  describe(`setting up Grafana ${version}`, () => {
    it('does and reports every step, once it is healthy', () =>
      inScene({ settings: { version, failingHealthAnswers: 2 } }, async (setUp, grafana, steps) => {
        const ready = await setUp();
        assert.deepEqual(steps, [
          `Grafana: ${grafana.url}, version ${version}`,
          'Grafana token: of service account inferbench, for 12 hours',
          'Grafana data source: inferbench-prometheus: made',
          `Grafana dashboard: ${grafana.url}/d/inferbench/inferbench, found by search`,
          'Grafana query: the data source answers as Prometheus itself: triton 84',
        ]);
        assert.equal(ready.dashboardUrl, `${grafana.url}/d/inferbench/inferbench`);
        assert.ok(!steps.join().includes(ready.token?.key ?? ''));
      }));

    it('may be done again: nothing is made twice but the token', () =>
      inScene({ settings: { version } }, async (setUp, { state }, steps) => {
        await setUp();
        await setUp();
        assert.deepEqual(
          [state.serviceAccounts.length, state.dataSources.length, state.dashboards.length],
          [1, 1, 1],
        );
        assert.ok(steps.includes('Grafana data source: inferbench-prometheus: as it should be'));
      }));

    it('takes what is provisioned for what it would have made', () => {
      const provisionedDataSources = [
        { ...PROMETHEUS_SOURCE, type: 'prometheus', access: 'proxy', url: IN_NETWORK },
      ];
      const settings = { version, provisionedDataSources, provisionedDashboards: [MODEL] };
      return inScene({ settings }, async (setUp, { state }, steps) => {
        await setUp();
        assert.ok(steps.includes('Grafana data source: inferbench-prometheus: provisioned'));
        assert.equal(state.dashboards[0]?.version, 1);
      });
    });

    it('gives the token back when it is asked to', () =>
      inScene({ settings: { version } }, async (setUp, { state }, _steps, wanted) => {
        const { token, baseUrl } = await setUp();
        assert.ok(token);
        await revokeGrafanaToken(baseUrl, wanted.credentials, token);
        assert.deepEqual(state.serviceAccounts[0]?.tokens, []);
      }));
  });
}

describe('setting up Grafana, when it goes wrong', () => {
  it('does not take no data for the same number, and waits for the first', () => {
    let asked = 0;
    const samples = () => {
      asked += 1;
      return asked > 4 ? 84 : null;
    };
    return inScene({ samples }, async (setUp, _grafana, steps) => {
      await setUp();
      assert.match(steps.at(-1) ?? '', /triton 84/);
      assert.ok(asked >= 6);
    });
  });

  it('does not take a page that could not be read for a number', () =>
    inScene({ samples: () => 0, over: { readyTimeoutMs: 1 } }, async (setUp) => {
      const error = await errorOf(setUp());
      assert.match(error.message, /triton 0 there, triton 0 here/);
    }));

  it('fails when the data source leads elsewhere, and takes the token back', () =>
    inScene({ otherSamples: () => 31, over: { readyTimeoutMs: 1 } }, async (setUp, { state }) => {
      const error = await errorOf(setUp());
      assert.equal(error.code, 'grafana-refused');
      assert.match(error.message, /triton 84 there, triton 31 here/);
      assert.deepEqual(state.serviceAccounts[0]?.tokens, []);
    }));

  it('says why Grafana never became healthy', () =>
    inScene(
      { settings: { failingHealthAnswers: 1000 }, over: { readyTimeoutMs: 1 } },
      async (setUp) => {
        const error = await errorOf(setUp());
        assert.match(error.message, /was not healthy within 0.001 s: its database is failing/);
      },
    ));

  it('says that nobody is there', () =>
    inScene({ over: { baseUrl: 'http://127.0.0.1:9', readyTimeoutMs: 1 } }, async (setUp) => {
      const error = await errorOf(setUp());
      assert.match(error.message, /not healthy .* no server at http:\/\/127\.0\.0\.1:9/);
    }));

  it('says that the password is wrong', () =>
    inScene(
      { over: { credentials: { kind: 'password', user: 'admin', password: 'other' } } },
      async (setUp) => {
        const error = await errorOf(setUp());
        assert.match(error.message, /refuses to list service accounts: 401/);
        assert.match(error.hint, /token right/);
      },
    ));

  it('uses an admin’s own token where it may not make another', () =>
    inScene({}, async (setUp, grafana, steps, wanted) => {
      const token = (await tokenOf(grafana.url, 'Admin')).replace('Bearer ', '');
      const credentials = { kind: 'token', token } as const;
      const before = steps.length;
      await setUpGrafana(
        { ...wanted, credentials },
        { nowEpochMs: Date.now, signal: new AbortController().signal },
      );
      assert.equal(steps.length, before);
      await setUp();
    }));
});

describe('the provisioning files', () => {
  const files = provisioningFiles({
    prometheusUrl: 'http://user:pa$word@prometheus:9090',
    scrapeIntervalMs: 1000,
    dashboard: { ...MODEL, refresh: '$__rate_interval' },
  });
  const read = (path: string) => files[path] ?? assert.fail(`no ${path}`);

  it('name the data source of the set-up, with its dollars kept from being expanded', () => {
    const { datasources } = parse(read('/etc/grafana/provisioning/datasources/inferbench.yaml'));
    assert.deepEqual(datasources, [
      {
        ...{ ...PROMETHEUS_SOURCE, type: 'prometheus', access: 'proxy', isDefault: true },
        ...{ url: 'http://user:pa$$word@prometheus:9090', editable: false, version: 1 },
        jsonData: { httpMethod: 'POST', timeInterval: '1000ms' },
      },
    ]);
  });

  it('lead to the folder that the dashboard lies in, its own dollars as they are', () => {
    const { providers } = parse(read('/etc/grafana/provisioning/dashboards/inferbench.yaml'));
    const folder = providers[0].options.path;
    assert.equal(JSON.parse(read(`${folder}/inferbench.json`)).refresh, '$__rate_interval');
  });
});
