import type { Environment as Machine } from '../contract/result-document.ts';
import { configAsText, type RunConfig } from '../contract/run-config.ts';
import { withoutSecrets } from '../contract/without-secrets.ts';
import type { PreparedLoad } from '../load/index.ts';
import { standInNamed } from '../stack/index.ts';
import type { Environment } from './environment.ts';
import type { RunServer } from './start-server.ts';

/** What is known of a run before its load begins. */
interface BeginningRun {
  readonly server: RunServer;
  readonly prepared: PreparedLoad;
  readonly machine: Machine;
  readonly startedAtEpochMs: number;
}

/** What a result says of the run as a whole, without secrets. */
export function resultHead(
  config: RunConfig,
  env: Environment,
  { server, prepared, machine, startedAtEpochMs }: BeginningRun,
) {
  const { seed } = prepared.plan.workload;
  return {
    toolVersion: env.toolVersion,
    startedAtEpochMs,
    command: env.commandWith(seed),
    labels: config.label,
    config: withoutSecrets(configAsText({ ...config, seed })),
    environment: machine,
    target: {
      ...server.target,
      standIn: server.stack.standIn ?? standInNamed(prepared.server.name),
      serverName: prepared.server.name,
      serverVersion: prepared.server.version,
      address: addressOf(prepared),
    },
  };
}

function addressOf({ target, plan }: PreparedLoad): string {
  const host = target.host.includes(':') ? `[${target.host}]` : target.host;
  const scheme = plan.workload.protocol + (target.tls ? 's' : '');
  return `${scheme}://${host}:${target.port}`;
}
