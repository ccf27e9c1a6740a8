import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { grafanaService } from '../../../../src/stack/services/grafana.ts';
import { prometheusService } from '../../../../src/stack/services/prometheus.ts';
import type { Place } from '../../../../src/stack/services/service-spec.ts';
import { tritonService } from '../../../../src/stack/services/triton.ts';
import { aStackPlan } from '../../../support/a-stack-plan.ts';

const CONTAINER_PORTS: Readonly<Record<string, number>> = {
  'triton/http': 8000,
  'triton/grpc': 8001,
  'triton/metrics': 8002,
  'prometheus/http': 9090,
  'grafana/http': 3000,
};
const container: Place = {
  host: '0.0.0.0',
  port: (service, speaks) => CONTAINER_PORTS[`${service}/${speaks}`] ?? 0,
  neighbour: (service, speaks) => `${service}:${CONTAINER_PORTS[`${service}/${speaks}`]}`,
  gateway: '172.30.0.1',
  folder: (service, kind) => `/${service}-${kind}`,
};
const beside: Place = {
  host: '127.0.0.1',
  port: (service, speaks) => (CONTAINER_PORTS[`${service}/${speaks}`] ?? 0) + 10_000,
  neighbour: (service, speaks) =>
    `127.0.0.1:${(CONTAINER_PORTS[`${service}/${speaks}`] ?? 0) + 10_000}`,
  gateway: '127.0.0.1',
  folder: (service, kind) => `/state/${service}/${kind}`,
};

describe('the Triton of a stack', () => {
  it('listens where its place says, and nowhere else', () => {
    const { args, ports } = tritonService(aStackPlan(), beside);
    assert.ok(args.includes('--http-address=127.0.0.1') && args.includes('--http-port=18000'));
    assert.ok(args.includes('--grpc-address=127.0.0.1') && args.includes('--grpc-port=18001'));
    assert.ok(args.includes('--metrics-port=18002'));
    assert.deepEqual(ports, { http: 18000, grpc: 18001, metrics: 18002 });
  });
  it('reads the repository of this machine as its place sees it', () => {
    const plan = aStackPlan({ modelRepository: '/home/somebody/models' });
    const { args, readOnlyFolders } = tritonService(plan, container);
    assert.equal(args[0], '--model-repository=/triton-models');
    assert.deepEqual(readOnlyFolders, [
      { host: '/home/somebody/models', inside: '/triton-models' },
    ]);
  });
  it('takes the arguments and the environment of the plan after its own', () => {
    const args = ['--log-verbose=1', '--model-control-mode=explicit'];
    const plan = aStackPlan({ triton: { args, env: { LD_PRELOAD: 'libx.so' } } });
    const spec = tritonService(plan, container);
    assert.deepEqual(spec.args.slice(-2), args);
    assert.deepEqual(spec.env, { LD_PRELOAD: 'libx.so' });
  });
  it('is the same program with the same switches in a container and beside us', () => {
    const switches = (place: Place) =>
      tritonService(aStackPlan(), place).args.map((arg) => arg.split('=')[0]);
    assert.deepEqual(switches(container), switches(beside));
  });
});

describe('the Prometheus of a stack', () => {
  const asked: unknown[] = [];
  const plan = {
    image: 'prom/prometheus:v3.0.0',
    bin: 'prometheus',
    configFor: (place: unknown) => {
      asked.push(place);
      return 'scrape_configs: []\n';
    },
  };
  const spec = prometheusService(plan, container);

  it('is told where Triton and this machine are as it sees them', () => {
    assert.deepEqual(asked, [{ triton: 'triton:8002', gateway: '172.30.0.1' }]);
  });
  it('reads the configuration that it is given as a file', () => {
    assert.deepEqual(spec.files, {
      '/prometheus-config/prometheus.yml': 'scrape_configs: []\n',
    });
    assert.ok(spec.args.includes('--config.file=/prometheus-config/prometheus.yml'));
  });
  it('keeps its samples in its own folder', () => {
    assert.equal(spec.dataFolder, '/prometheus-data');
    assert.ok(spec.args.includes('--storage.tsdb.path=/prometheus-data'));
  });
  it('cannot be stopped or emptied over its port', () => {
    const dangerous = spec.args.filter((arg) => /enable-(lifecycle|admin-api)/.test(arg));
    assert.deepEqual(dangerous, []);
  });
});

describe('the Grafana of a stack', () => {
  const files = {
    '/etc/grafana/provisioning/datasources/bench.yaml': 'apiVersion: 1\n',
    '/var/lib/grafana/dashboards/inferbench.json': '{}',
  };
  const urls: string[] = [];
  const plan = {
    image: 'grafana/grafana:12.0.0',
    adminPassword: 'a long random one',
    filesFor: (url: string) => {
      urls.push(url);
      return files;
    },
  };
  const spec = grafanaService(plan, container);

  it('is provisioned for Prometheus as it sees it', () => {
    assert.deepEqual(urls, ['http://prometheus:9090']);
    assert.deepEqual(spec.files, files);
  });
  it('has the password in its environment and nowhere else', () => {
    const { env, ...rest } = spec;
    assert.equal(env.GF_SECURITY_ADMIN_PASSWORD, plan.adminPassword);
    assert.ok(!JSON.stringify(rest).includes(plan.adminPassword));
  });
  it('lets those who reach it look, and no more', () => {
    assert.equal(spec.env.GF_AUTH_ANONYMOUS_ORG_ROLE, 'Viewer');
    assert.equal(spec.env.GF_USERS_ALLOW_SIGN_UP, 'false');
  });
  it('asks nobody on the internet for anything', () => {
    const phoningHome = [
      'GF_ANALYTICS_REPORTING_ENABLED',
      'GF_ANALYTICS_CHECK_FOR_UPDATES',
      'GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES',
      'GF_NEWS_NEWS_FEED_ENABLED',
      'GF_SNAPSHOTS_EXTERNAL_ENABLED',
    ];
    assert.deepEqual(new Set(phoningHome.map((name) => spec.env[name])), new Set(['false']));
  });
  it('opens with the dashboard that it was given', () => {
    const home = spec.env.GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH;
    assert.equal(home, '/var/lib/grafana/dashboards/inferbench.json');
  });
  it('runs only as a container', () => assert.equal(spec.bin, null));
});
