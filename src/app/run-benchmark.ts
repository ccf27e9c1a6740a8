import { resolve } from 'node:path';
import { BenchError, EXIT_CODE } from '../contract/bench-error.ts';
import { exitCodeOf } from '../contract/exit-code-of.ts';
import type { LoadOutcome, ServerAccess } from '../contract/measurements.ts';
import type { Interval, Point } from '../contract/point.ts';
import { configAsText, type RunConfig } from '../contract/run-config.ts';
import { withoutSecrets } from '../contract/without-secrets.ts';
import {
  judge,
  LoadCrash,
  type PreparedLoad,
  prepareLoad,
  runLoad,
  secondPercentiles,
} from '../load/index.ts';
import {
  buildResult,
  collectEnvironment,
  observeServer,
  openResultStore,
  type WrittenResult,
} from '../report/index.ts';
import type { RunningStack } from '../stack/index.ts';
import type { Environment } from './environment.ts';
import { serverAccess } from './server-access.ts';
import { startServer } from './start-server.ts';
import { stopwatch } from './stopwatch.ts';

/**
 * Server → model → load → evidence → verdict → result on disk. The server is stopped again if it was
 * started here, whatever happens.
 * @throws BenchError for everything that is not data: no server, no such model, nowhere to write
 */
export async function runBenchmark(config: RunConfig, env: Environment): Promise<WrittenResult> {
  const store = await openResultStore(config.reports, env.cwd);
  const machine = await collectEnvironment(env.cwd);
  const access = await serverAccess(config, env.cwd);
  await using stack = await startServer(config, access, env);
  stopIfInterrupted(env);
  const lap = stopwatch(env);
  const trace = config.trace && resolve(env.cwd, config.trace);
  const prepared = await prepareLoad({ ...config, trace }, stack.addresses, access);
  const { workload } = prepared.plan;
  env.events.onStep?.('model', describeModel(prepared), lap());

  const startedAtEpochMs = env.nowEpochMs();
  const { point, interrupted, crash } = await measure(config, env, { stack, access }, prepared);
  const exitCode = crash === null ? exitCodeOf([point], interrupted) : EXIT_CODE.loadFailed;
  const document = buildResult({
    toolVersion: env.toolVersion,
    startedAtEpochMs,
    finishedAtEpochMs: env.nowEpochMs(),
    status: crash !== null ? 'failed' : interrupted ? 'interrupted' : 'complete',
    command: env.command,
    labels: config.label,
    config: withoutSecrets(configAsText({ ...config, seed: workload.seed })),
    environment: machine,
    target: {
      driver: stack.driver,
      standIn: stack.standIn,
      serverName: prepared.server.name,
      serverVersion: prepared.server.version,
      address: addressOf(prepared),
    },
    points: [point],
    exitCode,
  });
  return store.write(document);
}

interface Measured {
  readonly point: Point;
  readonly interrupted: boolean;
  /** Why the load ended before its time by itself; null when it did not. */
  readonly crash: string | null;
}

async function measure(
  config: RunConfig,
  env: Environment,
  { stack, access }: { stack: RunningStack; access: ServerAccess },
  prepared: PreparedLoad,
): Promise<Measured> {
  const { workload, phases } = prepared.plan;
  const observer = await observeServer({
    addresses: stack.addresses,
    access,
    modelName: workload.modelName,
    modelVersion: workload.modelVersion,
  });
  const totalMs = phases.reduce<number | null>(
    (sum, { durationNs }) => (sum === null || durationNs === null ? null : sum + durationNs / 1e6),
    0,
  );
  env.events.onLoad?.(workload, totalMs);
  const { outcome, crash } = await load(prepared, env);
  const evidence = await observer.after(outcome);
  const point = judge(outcome, evidence, config.slo);
  const notes = [...point.notes, ...observer.notes, ...(crash === null ? [] : [crash])];
  return { point: { ...point, notes }, interrupted: outcome.interrupted, crash };
}

/** A worker that died costs the run, but not what the others measured until then. */
async function load(
  prepared: PreparedLoad,
  env: Environment,
): Promise<{ outcome: LoadOutcome; crash: string | null }> {
  const onInterval = (second: Interval) =>
    env.events.onInterval?.(second, secondPercentiles(second));
  try {
    return { outcome: await runLoad(prepared, { onInterval }, env.signal), crash: null };
  } catch (error) {
    if (!(error instanceof LoadCrash) || error.measured === null) throw error;
    env.events.onWarning?.(error.message);
    return { outcome: error.measured, crash: error.message };
  }
}

function stopIfInterrupted({ signal }: Environment): void {
  if (!signal.aborted) return;
  throw new BenchError('interrupted', 'interrupted before the load began', {
    hint: 'nothing was measured; start again',
  });
}

function addressOf({ target, plan }: PreparedLoad): string {
  const host = target.host.includes(':') ? `[${target.host}]` : target.host;
  const scheme = plan.workload.protocol + (target.tls ? 's' : '');
  return `${scheme}://${host}:${target.port}`;
}

function describeModel({ plan, server }: PreparedLoad): string {
  const { modelName, payload, batchSize } = plan.workload;
  const requests = `${payload.distinct} requests of ${payload.source}, batch ${batchSize}`;
  return `${modelName} on ${server.name} ${server.version}, ${requests}`;
}
