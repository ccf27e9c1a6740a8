import { resolve } from 'node:path';
import type { ServerAccess, ServerAddresses } from '../contract/measurements.ts';
import type { RunConfig } from '../contract/run-config.ts';
import { type RunningStack, startStack } from '../stack/index.ts';
import type { Environment } from './environment.ts';
import { stopwatch } from './stopwatch.ts';

const READY_TIMEOUT_MS = 60_000;

/**
 * The server a run asks: the one that was named, else an embedded stand-in on free ports. Says which,
 * and how to get the other.
 */
export async function startServer(
  config: RunConfig,
  access: ServerAccess,
  env: Environment,
): Promise<RunningStack> {
  const lap = stopwatch(env);
  const addresses = externalAddresses(config);
  const stack = await startStack(
    {
      driver: addresses ? 'external' : 'embedded',
      ...(addresses && { addresses, grpcIsGuess: config.grpcUrl === undefined }),
      access,
      modelRepository: resolve(
        config.modelRepository ? env.cwd : env.packageFolder,
        config.modelRepository ?? 'models',
      ),
      readyTimeoutMs: READY_TIMEOUT_MS,
    },
    env.signal,
  );
  env.events.onStep?.('server', describe(stack), lap());
  return stack;
}

function describe(stack: RunningStack): string {
  const at = stack.addresses.http ?? stack.addresses.grpc ?? '';
  if (stack.standIn === null) return `${at}, already running`;
  return `${at}: ${stack.standIn}; --url asks a server of your own`;
}

/** What --url and its kin name; Triton's ports are assumed beside the one that was given. */
function externalAddresses(config: RunConfig): ServerAddresses | undefined {
  if (!config.url && !config.grpcUrl) return undefined;
  const http = config.url?.replace(/\/+$/, '');
  return {
    http,
    grpc: config.grpcUrl ?? (http && grpcBeside(http)),
    metrics: config.metricsUrl ?? (http && `http://${besidePort(http, 8002)}/metrics`),
  };
}

/** As secure as the address it stands beside. */
function grpcBeside(http: string): string {
  const scheme = http.startsWith('https:') ? 'grpcs://' : '';
  return scheme + besidePort(http, 8001);
}

function besidePort(url: string, port: number): string {
  return `${new URL(url).hostname}:${port}`;
}
