import { join } from 'node:path';
import type { RunConfig } from '../contract/run-config.ts';
import {
  buildDashboard,
  type GrafanaReady,
  PROMETHEUS_SOURCE,
  setUpGrafana,
} from '../report/index.ts';
import type { MonitoredStack, StackPlan } from '../stack/index.ts';
import type { StackEnvironment } from './bring-up-stack.ts';
import { GRAFANA_ADMIN, type StackPurpose } from './plan-stack.ts';
import { writePrivateFile } from './state-folder.ts';
import { stopwatch } from './stopwatch.ts';

/**
 * Sets the stack's Grafana up, where it has one. A stack that is to stay has the dashboard in a file too,
 * for any other Grafana to import. A single run goes on without Grafana; null then, and where there is none.
 * @throws BenchError of the step that failed, for a stack that is to stay
 */
export async function setUpDashboards(
  plan: StackPlan,
  stack: MonitoredStack,
  purpose: StackPurpose,
  scrapeIntervalMs: RunConfig['scrapeIntervalMs'],
  env: StackEnvironment,
): Promise<GrafanaReady | null> {
  const ready = await setUp(plan, stack, scrapeIntervalMs, env).catch((error: Error) => {
    if (purpose === 'to-stay' || env.signal.aborted) throw error;
    env.events.onWarning?.(`the run goes on without Grafana: ${error.message}`);
    return null;
  });
  if (purpose === 'for-a-run') return ready;
  const lap = stopwatch(env);
  const file = join(plan.folder, 'dashboard.json');
  await writePrivateFile(file, `${JSON.stringify(buildDashboard(), null, 2)}\n`);
  env.events.onStep?.('dashboard file', file, lap());
  return ready;
}

async function setUp(
  plan: StackPlan,
  { grafana, prometheus }: MonitoredStack,
  scrapeIntervalMs: number,
  env: StackEnvironment,
): Promise<GrafanaReady | null> {
  if (!grafana || !prometheus || !plan.grafana) return null;
  const { nowEpochMs, signal, events } = env;
  return setUpGrafana(
    {
      baseUrl: grafana.public,
      credentials: { kind: 'password', user: GRAFANA_ADMIN, password: plan.grafana.adminPassword },
      prometheus: { publicUrl: prometheus.public, inNetworkUrl: prometheus.inNetwork },
      scrapeIntervalMs,
      dashboard: { ...buildDashboard({ dataSourceUid: PROMETHEUS_SOURCE.uid }) },
      tokenName: `inferbench-${plan.name}`,
      readyTimeoutMs: plan.readyTimeoutMs,
    },
    { nowEpochMs, signal, ...(events.onStep && { onStep: events.onStep }) },
  );
}
