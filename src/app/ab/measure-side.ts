import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { BenchError } from '../../contract/bench-error.ts';
import { READY_TIMEOUT_MS } from '../../contract/ready-timeout.ts';
import type { RunConfig } from '../../contract/run-config.ts';
import type { WrittenResult } from '../../report/index.ts';
import { type CommandServer, startCommandServer } from '../../stack/index.ts';
import type { Environment } from '../environment.ts';
import { externalAddresses } from '../external-addresses.ts';
import { runBenchmark } from '../run-benchmark.ts';
import { serverAccess } from '../server-access.ts';
import { makePrivateFolder, stateFolder } from '../state-folder.ts';
import type { AbTarget } from './ab-targets.ts';

const GRACE_MS = 1000;

/** A run of one side. */
export interface MeasuredSide extends WrittenResult {
  /** What happened to the server that was started for it; null when it lived. */
  readonly lost: BenchError | null;
}

/**
 * One run of one side: its server is started before and ended after it where a command starts it.
 * @param config of the run: with the seed of its pair, and the folder its result goes to
 * @throws BenchError for everything that is not data; 'load-failed' where the command's server ended before
 *   anything was measured
 */
export async function measureSide(
  { command }: AbTarget,
  title: string,
  config: RunConfig,
  env: Environment,
): Promise<MeasuredSide> {
  if (command === null) return { ...(await runBenchmark(config, env)), lost: null };
  await using server = await startServerOf(command, title, config, env);
  const death = new AbortController();
  void server.died.then((how) => death.abort(how));
  const signal = AbortSignal.any([env.signal, death.signal]);
  // An end that nobody asked for interrupts the run, which keeps what it has.
  const loss = () =>
    death.signal.aborted && !env.signal.aborted ? lostServer(String(death.signal.reason)) : null;
  try {
    return { ...(await runBenchmark(config, { ...env, signal })), lost: loss() };
  } catch (error) {
    // A refused connection may be seen before the end of the process that refused it.
    await Promise.race([server.died, pause(GRACE_MS)]);
    throw loss() ?? error;
  }
}

async function startServerOf(
  command: string,
  title: string,
  config: RunConfig,
  env: Environment,
): Promise<CommandServer> {
  const folder = join(stateFolder(env.env), 'commands');
  await makePrivateFolder(folder);
  return startCommandServer(
    {
      ...{ command, title },
      folder: join(folder, randomUUID()),
      addresses: externalAddresses(config) ?? {
        http: undefined,
        grpc: undefined,
        metrics: undefined,
      },
      access: await serverAccess(config, env.cwd),
      grpcIsGuess: config.grpcUrl === undefined,
      readyTimeoutMs: config.readyTimeoutMs ?? READY_TIMEOUT_MS,
    },
    env,
    env.signal,
  );
}

function lostServer(how: string): BenchError {
  return new BenchError('load-failed', how, {
    hint: 'what was measured until then is kept; its last lines, where it wrote any, say why',
  });
}
