import type { ServerAccess, ServerAddresses } from '../contract/measurements.ts';
import { READY_TIMEOUT_MS } from '../contract/ready-timeout.ts';
import type { Target } from '../contract/result-document.ts';
import type { RunConfig } from '../contract/run-config.ts';
import { type MonitoredStack, type RunningStack, startStack } from '../stack/index.ts';
import { bringUpStack } from './bring-up-stack.ts';
import { driversFor } from './drivers-for.ts';
import type { Environment } from './environment.ts';
import { externalAddresses } from './external-addresses.ts';
import { joinStack } from './join-stack.ts';
import type { AskedServer } from './measure-point.ts';
import { modelRepositoryOf } from './model-repository-of.ts';
import { namedPrometheus } from './named-prometheus.ts';
import { type GrafanaAccess, grafanaOf } from './run-in-grafana.ts';
import type { StackState } from './stack-state.ts';
import { stopwatch } from './stopwatch.ts';
import { warnOfHiddenPage } from './warn-of-hidden-page.ts';

/** The server a run asks. */
export interface RunServer {
  readonly stack: RunningStack;
  readonly asked: AskedServer;
  /** What the result says of it. */
  readonly target: Pick<Target, 'driver' | 'images'>;
  /** Of a stack that outlives the run: its dashboard shows runs. */
  readonly grafana: GrafanaAccess | null;
}

/** A server, and in words which one it is and how to get the others. */
interface DescribedServer {
  readonly stack: RunningStack;
  readonly description: string;
  readonly notes?: readonly string[];
  readonly images?: Record<string, string>;
  /** Of the Prometheus that came with it. */
  readonly prometheusUrl?: string;
  readonly grafana?: GrafanaAccess | null;
}

/**
 * The server a run asks: the one that was named, the stack that was asked for, one that was left
 * running, else an embedded stand-in on free ports. Says which, and how to get the others.
 * @throws BenchError when it cannot be had
 */
export async function startServer(
  config: RunConfig,
  access: ServerAccess,
  env: Environment,
): Promise<RunServer> {
  const lap = stopwatch(env);
  const named = await namedPrometheus(config, access, env);
  const { stack, description, notes = [], ...more } = await serverFor(config, access, env);
  const { images, prometheusUrl, grafana = null } = more;
  const prometheus = named ?? (prometheusUrl && { baseUrl: prometheusUrl });
  const { addresses, died, driver } = stack;
  const at = addresses.http ?? addresses.grpc ?? '';
  warnOfHiddenPage(config, stack, env.events);
  env.events.onStep?.('server', `${at}: ${description}`, lap());
  return {
    stack,
    asked: { addresses, access, died, notes, ...(prometheus && { prometheus }) },
    target: { driver, ...(images && { images }) },
    grafana,
  };
}

async function serverFor(
  config: RunConfig,
  access: ServerAccess,
  env: Environment,
): Promise<DescribedServer> {
  const addresses = externalAddresses(config);
  if (addresses) return alone(config, env, 'already running', { addresses, access });
  if (config.stack === 'process' || config.stack === 'docker') return monitored(config, env);
  const joined = config.stack === 'auto' ? await joinStack(config, env) : null;
  if (!joined) {
    const others = '--url asks a server of your own, --stack docker or process starts Triton';
    return alone(config, env, others);
  }
  const way = '--stack embedded asks a stand-in, --url another server';
  const description = `the stack ${config.stackName}, up already; ${way}`;
  return {
    ...besides(joined.stack, joined.state, description),
    grafana: grafanaOf(joined.state),
  };
}

async function monitored(config: RunConfig, env: Environment): Promise<DescribedServer> {
  const { stack, state, wasUp } = await bringUpStack(
    config,
    config.keep ? 'to-stay' : 'for-a-run',
    env,
    await driversFor(env),
  );
  const how = wasUp ? 'up already' : `started by ${stack.driver}, ended with the run`;
  if (config.keep) stack.keep();
  const kept = `left running: bench stack down --name ${config.stackName} ends it`;
  const description = `the stack ${config.stackName}, ${config.keep ? kept : how}`;
  return {
    ...besides(stack, state, description),
    grafana: wasUp || config.keep ? grafanaOf(state) : null,
  };
}

function besides(
  stack: MonitoredStack,
  state: StackState | null,
  description: string,
): DescribedServer {
  const images = stack.driver === 'docker' ? state?.images : undefined;
  const prometheusUrl = stack.prometheus?.public;
  return {
    ...{ stack, description, notes: stack.notes },
    ...(images && { images }),
    ...(prometheusUrl !== undefined && { prometheusUrl }),
  };
}

/** A single server: somebody else's, or where no address is given the embedded one. */
async function alone(
  config: RunConfig,
  env: Environment,
  others: string,
  outside?: { readonly addresses: ServerAddresses; readonly access: ServerAccess },
): Promise<DescribedServer> {
  const stack = await startStack(
    {
      driver: outside ? 'external' : 'embedded',
      ...(outside && { ...outside, grpcIsGuess: config.grpcUrl === undefined }),
      modelRepository: modelRepositoryOf(config, env),
      readyTimeoutMs: config.readyTimeoutMs ?? READY_TIMEOUT_MS,
      ...(config.readyTimeoutMs !== undefined && { silentTimeoutMs: config.readyTimeoutMs }),
    },
    env.signal,
  );
  const description = stack.standIn === null ? others : `${stack.standIn}; ${others}`;
  return { stack, description };
}
