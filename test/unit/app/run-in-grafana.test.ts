import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { grafanaOf, namedGrafana } from '../../../src/app/run-in-grafana.ts';
import type { StackState } from '../../../src/app/stack-state.ts';

const GRAFANA = {
  ...{ public: 'http://127.0.0.1:3000', inNetwork: 'http://grafana:3000' },
  ...{ user: 'admin', password: 'p', dashboardUrl: null, token: 'glsa_x' },
};
const STACK: StackState = {
  ...{ version: 1, name: 'mine', driver: 'docker', startedAtEpochMs: 0 },
  ...{ modelRepository: '/models', images: {}, addresses: {}, prometheus: null, notes: [] },
  grafana: GRAFANA,
};

describe('the Grafana of a stack', () => {
  it('is told of runs by its token, and keeps no snapshot', () => {
    assert.deepEqual(grafanaOf(STACK), {
      baseUrl: 'http://127.0.0.1:3000',
      credentials: { kind: 'token', token: 'glsa_x' },
      takesSnapshots: false,
    });
  });
  it('is told by its password where it has no token', () => {
    const grafana = grafanaOf({ ...STACK, grafana: { ...GRAFANA, token: null } });
    assert.deepEqual(grafana?.credentials, { kind: 'password', user: 'admin', password: 'p' });
  });
  it('is none where the stack has none, or is not remembered', () => {
    assert.equal(grafanaOf({ ...STACK, grafana: null }), null);
    assert.equal(grafanaOf(null), null);
  });
});

describe('the Grafana of --grafana-url', () => {
  const named = (env: Record<string, string>, grafanaUrl?: string) =>
    namedGrafana({ grafanaUrl, grafanaTokenFile: undefined }, { cwd: '/', env });

  it('takes its token from the environment', async () => {
    const grafana = await named({ INFERBENCH_GRAFANA_TOKEN: ' glsa_y\n' }, 'http://g:3000');
    assert.deepEqual(grafana?.credentials, { kind: 'token', token: 'glsa_y' });
    assert.equal(grafana?.takesSnapshots, true);
  });
  it('is asked without a token where there is none', async () => {
    assert.deepEqual((await named({}, 'http://g:3000'))?.credentials, { kind: 'none' });
  });
  it('is none where it was not named, whatever token there is', async () => {
    assert.equal(await named({ INFERBENCH_GRAFANA_TOKEN: 'glsa_y' }), null);
  });
});
