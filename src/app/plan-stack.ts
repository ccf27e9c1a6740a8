import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { type ListenAddress, printListenAddress } from '../contract/listen-address.ts';
import { DEFAULT_STACK_NAME } from '../contract/options/stack-options.ts';
import { READY_TIMEOUT_MS } from '../contract/ready-timeout.ts';
import type { RunConfig } from '../contract/run-config.ts';
import {
  buildDashboard,
  PROMETHEUS_SOURCE,
  provisioningFiles,
  scrapeConfig,
} from '../report/index.ts';
import type { StackPlan } from '../stack/index.ts';
import type { Environment } from './environment.ts';
import { modelRepositoryOf } from './model-repository-of.ts';
import { stackFolder, stateFolder } from './state-folder.ts';

/** The one account that a fresh Grafana has. */
export const GRAFANA_ADMIN = 'admin';

/** A page bound to these is reached at whatever address this machine has. */
const ANY_ADDRESS = ['0.0.0.0', '::'];
const PASSWORD_BYTES = 24;

/** A stack that stays has the ports that everybody knows; one for a single run is in nobody's way. */
export type StackPurpose = 'to-stay' | 'for-a-run';

/** What a configuration asks of a driver; scrape configuration and dashboard come as data. */
export function planStack(
  config: RunConfig,
  purpose: StackPurpose,
  env: Pick<Environment, 'cwd' | 'env' | 'packageFolder'>,
): StackPlan {
  return {
    name: config.stackName,
    modelRepository: modelRepositoryOf(config, env),
    folder: stackFolder(stateFolder(env.env), config.stackName),
    triton: {
      image: config.tritonImage,
      bin: programOf(config.tritonBin, env.cwd),
      gpus: gpusOf(config.gpus),
      args: config.tritonArg,
      env: config.tritonEnv,
    },
    prometheus: config.prometheus ? planPrometheus(config, env.cwd) : null,
    // Without Prometheus it would have nothing to show.
    grafana: config.prometheus && config.grafana ? planGrafana(config) : null,
    pull: config.pull,
    network: config.network,
    ports: purpose === 'to-stay' && config.stackName === DEFAULT_STACK_NAME ? 'well-known' : 'free',
    readyTimeoutMs: config.readyTimeoutMs ?? READY_TIMEOUT_MS,
  };
}

function planPrometheus(config: RunConfig, cwd: string): NonNullable<StackPlan['prometheus']> {
  return {
    image: config.prometheusImage,
    bin: programOf(config.prometheusBin, cwd),
    configFor: ({ triton, gateway }) =>
      scrapeConfig({
        scrapeIntervalMs: config.scrapeIntervalMs,
        jobs: [{ name: 'triton', target: triton }, ...jobOf(config.expose, gateway)],
      }),
  };
}

/** Our own page, while a run shows it. */
function jobOf(expose: ListenAddress | undefined, gateway: string) {
  if (!expose) return [];
  const host = ANY_ADDRESS.includes(expose.host) ? gateway : expose.host;
  return [{ name: 'inferbench', target: printListenAddress({ ...expose, host }) }];
}

function planGrafana({
  grafanaImage,
  scrapeIntervalMs,
}: RunConfig): NonNullable<StackPlan['grafana']> {
  const dashboard = { ...buildDashboard({ dataSourceUid: PROMETHEUS_SOURCE.uid }) };
  return {
    image: grafanaImage,
    adminPassword: randomBytes(PASSWORD_BYTES).toString('base64url'),
    filesFor: (prometheusUrl) => provisioningFiles({ prometheusUrl, scrapeIntervalMs, dashboard }),
  };
}

/** A name is looked up on PATH; a path starts from where the user stands. */
function programOf(program: string, cwd: string): string {
  return program.includes('/') ? resolve(cwd, program) : program;
}

function gpusOf(text: string): StackPlan['triton']['gpus'] {
  if (text === 'auto' || text === 'all' || text === 'none') return text;
  return text.split(',');
}
