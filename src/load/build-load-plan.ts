import { BenchError } from '../contract/bench-error.ts';
import type { PhaseName, Workload } from '../contract/point.ts';
import type { RunConfig } from '../contract/run-config.ts';
import { NS_PER_MS, NS_PER_SECOND } from '../contract/units.ts';
import type { LoadPlan, PhasePlan } from './load-plan.ts';

/** What a plan needs to know besides the configuration. */
export interface WorkloadFacts
  extends Pick<Workload, 'seed' | 'modelName' | 'modelVersion' | 'payload'> {
  /** CPU cores that this process may use. */
  readonly cores: number;
  /** Files and sockets that it may have open at once. */
  readonly openFiles: number;
}

const DEFAULT_CONNECTIONS = { http: 16, grpc: 4 } as const;
const MAX_DEFAULT_CAP = 1024;
/** Files that are open besides the load's connections: modules, pipes, the control plane, a report. */
const OTHER_OPEN_FILES = 64;
const RATE_PER_WORKER = 15_000;

/**
 * Fills what the configuration leaves open; pure.
 * @throws BenchError 'config-invalid' when it asks for more connections than may be open
 */
export function buildLoadPlan(config: RunConfig, facts: WorkloadFacts): LoadPlan {
  const workload = workloadOf(config, facts);
  refuseTooManyConnections(workload, facts.openFiles);
  return {
    workload,
    phases: phasesOf(config),
    drainNs: config.drainMs * NS_PER_MS,
    percentiles: config.percentiles,
  };
}

function workloadOf(config: RunConfig, facts: WorkloadFacts): Workload {
  const { qps, protocol } = config;
  const maxInFlight = capOf(config, facts.openFiles);
  const workers = Math.min(workersOf(config, facts.cores), maxInFlight);
  const wanted = config.connections ?? DEFAULT_CONNECTIONS[protocol];
  return {
    model: qps === undefined ? 'closed' : 'open',
    arrivals: qps === undefined ? 'on-answer' : config.arrivals,
    ratePerSecond: qps ?? null,
    concurrency: qps === undefined ? maxInFlight : null,
    maxInFlight,
    timeoutNs: config.timeoutMs * NS_PER_MS,
    seed: facts.seed,
    protocol,
    engine: config.engine,
    pacing: config.pacing,
    workers,
    // Each worker needs one of its own, and more than can be in flight would never be used.
    connections: Math.max(workers, Math.min(wanted, maxInFlight)),
    modelName: facts.modelName,
    modelVersion: facts.modelVersion,
    batchSize: config.batchSize,
    tensorFormat: config.tensorFormat,
    payload: facts.payload,
  };
}

function capOf({ qps, concurrency, timeoutMs }: RunConfig, openFiles: number): number {
  if (concurrency !== undefined) return concurrency;
  if (qps === undefined) return 1;
  // By Little's law all that can be in flight before the oldest times out.
  const mostInFlight = Math.ceil((qps * timeoutMs) / 1000);
  return Math.max(1, Math.min(MAX_DEFAULT_CAP, openFiles - OTHER_OPEN_FILES, mostInFlight));
}

/** An HTTP connection has one request in flight, so the cap is what may be opened. */
function refuseTooManyConnections(workload: Workload, openFiles: number): void {
  const { engine, protocol, maxInFlight, connections } = workload;
  if (engine === 'null') return;
  const wanted = protocol === 'http' ? maxInFlight : connections;
  if (wanted + OTHER_OPEN_FILES <= openFiles) return;
  const message = `${wanted} connections are more than this process may open: its limit is ${openFiles} files`;
  throw new BenchError('config-invalid', message, {
    hint: `raise the limit with \`ulimit -n ${wanted + OTHER_OPEN_FILES}\`, or ask for fewer`,
  });
}

function workersOf({ workers, qps = 0 }: RunConfig, cores: number): number {
  if (workers !== 'auto') return workers;
  return Math.min(cores, Math.max(1, Math.ceil(qps / RATE_PER_WORKER)));
}

function phasesOf({ qps, warmupMs, durationMs, requests }: RunConfig): PhasePlan[] {
  const warmupNs = Math.round(warmupMs * NS_PER_MS);
  const warmup = phase('warmup', 0, warmupNs, qps === undefined ? null : drawn(qps, warmupNs));
  if (qps === undefined) {
    const durationNs = durationMs === undefined ? null : Math.round(durationMs * NS_PER_MS);
    return [warmup, phase('measured', warmupNs, durationNs, requests ?? null)];
  }
  const durationNs = Math.round(
    durationMs === undefined ? ((requests ?? 0) / qps) * NS_PER_SECOND : durationMs * NS_PER_MS,
  );
  return [warmup, phase('measured', warmupNs, durationNs, requests ?? drawn(qps, durationNs))];
}

function phase(
  name: PhaseName,
  startNs: number,
  durationNs: number | null,
  requests: number | null,
): PhasePlan {
  return { name, startNs, durationNs, requests };
}

/** Poisson or constant, a phase has exactly this many arrivals. */
function drawn(ratePerSecond: number, durationNs: number): number {
  return Math.round((ratePerSecond * durationNs) / NS_PER_SECOND);
}
