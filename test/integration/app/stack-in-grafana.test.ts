import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { bringUpStack } from '../../../src/app/bring-up-stack.ts';
import { stackCommands } from '../../../src/app/stack-commands.ts';
import { parseRunConfig } from '../../../src/contract/parse-run-config.ts';
import type { StackPlan } from '../../../src/stack/index.ts';
import { type GrafanaStandIn, startGrafana } from '../../stand-ins/grafana/grafana-stand-in.ts';
import { FakeStackDriver } from '../../support/fake-stack-driver.ts';
import { found, prometheusStandIn } from '../../support/prometheus-stand-in.ts';
import { packageFolder } from '../../support/run-bench.ts';
import { stubHttpServer } from '../../support/stub-http-server.ts';

const IN_NETWORK = 'http://prometheus:9090';

/** What a real container would read: the plan's provisioning, for a Prometheus of that name. */
function provisioned(plan: StackPlan) {
  const files = Object.entries(plan.grafana?.filesFor(IN_NETWORK) ?? {});
  const text = (part: string) => files.find(([path]) => path.includes(part))?.[1] ?? '';
  return {
    provisionedDataSources: parse(text('provisioning/datasources')).datasources,
    provisionedDashboards: [JSON.parse(text('/var/lib/grafana/dashboards/'))],
  };
}

/** A driver whose stack has a Grafana and a Prometheus that can be asked. */
async function aStack(numbers: { prometheus: string; throughGrafana?: string }) {
  const answering = (value: string) =>
    stubHttpServer(
      prometheusStandIn(({ form }) => {
        const now = Date.now() / 1000;
        if (form.query === 'time()') return found('scalar', [now, String(now)]);
        return found('vector', [{ metric: { job: 'triton' }, value: [now, value] }]);
      }).listener,
    );
  const prometheus = await answering(numbers.prometheus);
  const behind = await answering(numbers.throughGrafana ?? numbers.prometheus);
  const started: GrafanaStandIn[] = [];
  const driver = new FakeStackDriver({
    name: 'docker',
    beside: async (plan) => {
      const grafana = await startGrafana({
        ...{ network: { [IN_NETWORK]: behind.url }, ...provisioned(plan) },
        adminPassword: plan.grafana?.adminPassword ?? '',
      });
      started.push(grafana);
      return {
        prometheus: { public: prometheus.url, inNetwork: IN_NETWORK },
        grafana: { public: grafana.url, inNetwork: 'http://grafana:3000' },
      };
    },
  });
  const state = mkdtempSync(join(tmpdir(), 'bench-grafana-'));
  const said: string[] = [];
  const environment = {
    ...{ cwd: packageFolder, packageFolder, env: { XDG_STATE_HOME: state } },
    ...{ nowEpochMs: Date.now, signal: new AbortController().signal },
    events: {
      onStep: (step: string, detail: string) => said.push(`${step}: ${detail}`),
      onWarning: (message: string) => said.push(`warning: ${message}`),
    },
  };
  return {
    ...{ driver, environment, said, started },
    stateFile: join(state, 'inferbench/stacks/default/state.json'),
    [Symbol.asyncDispose]: async () => {
      for (const server of [prometheus, behind, ...started]) await server[Symbol.asyncDispose]();
    },
  };
}

describe('a stack with Grafana', { timeout: 600_000 }, () => {
  it('is set up down to a query that gives what Prometheus gives, with what was provisioned', async () => {
    await using scene = await aStack({ prometheus: '84' });
    const { driver, environment, said, stateFile, started } = scene;
    const desk = await stackCommands(environment, [driver]);
    const { stack } = await desk.up(parseRunConfig({ stack: 'docker' }));
    const steps = said.map((words) => words.split(':')[0]);
    assert.deepEqual(steps, [
      ...['models', 'triton', 'Grafana', 'Grafana token', 'Grafana data source'],
      ...['Grafana dashboard', 'Grafana query', 'dashboard file'],
    ]);
    assert.match(
      said.join('\n'),
      /Grafana query: the data source answers as Prometheus itself: .*84/,
    );
    assert.match(stack.grafana?.dashboardUrl ?? '', /\/d\/inferbench/);
    assert.equal(stack.grafana?.password, null);

    const kept = JSON.parse(readFileSync(stateFile, 'utf8'));
    assert.equal(kept.grafana.password, driver.plans[0]?.grafana?.adminPassword);
    assert.match(kept.grafana.token, /^glsa_/);
    assert.equal(kept.images.grafana, driver.plans[0]?.grafana?.image);
    const shown = await desk.status('default', true);
    assert.equal(shown?.grafana?.password, kept.grafana.password);
    for (const secret of [kept.grafana.password, kept.grafana.token]) {
      assert.ok(!said.join('\n').includes(secret));
      assert.ok(!started[0]?.answered.join('\n').includes(secret));
    }
  });
  it('that shows other numbers than Prometheus is undone', async () => {
    await using scene = await aStack({ prometheus: '84', throughGrafana: '85' });
    const desk = await stackCommands(scene.environment, [scene.driver]);
    const config = parseRunConfig({ stack: 'docker', readyTimeout: '2s' });
    await assert.rejects(desk.up(config), { code: 'grafana-refused' });
    assert.equal(scene.driver.running.size, 0);
    assert.equal(await desk.status('default', false), null);
  });
  it('does not keep a single run from measuring when Grafana fails', async () => {
    await using scene = await aStack({ prometheus: '84', throughGrafana: '85' });
    const config = parseRunConfig({ stack: 'docker', readyTimeout: '2s' });
    const { driver, environment, said } = scene;
    await using stack = (await bringUpStack(config, 'for-a-run', environment, [driver])).stack;
    assert.equal(stack.driver, 'docker');
    assert.ok(said.some((words) => words.startsWith('warning: the run goes on without Grafana:')));
  });
});
