import { BenchError } from '../contract/bench-error.ts';
import type { PhaseName, Workload } from '../contract/point.ts';
import type { RunConfig } from '../contract/run-config.ts';
import { printStages } from '../contract/stages.ts';
import { NS_PER_MS } from '../contract/units.ts';
import { type AimedLoad, aimedLoadOf, drawn } from './aimed-load.ts';
import type { LoadPlan, PhasePlan } from './load-plan.ts';
import type { Trace } from './trace/trace-builder.ts';

/** What a plan needs to know besides the configuration. */
export interface WorkloadFacts
  extends Pick<Workload, 'seed' | 'modelName' | 'modelVersion' | 'payload'> {
  /** CPU cores that this process may use. */
  readonly cores: number;
  /** Files and sockets that it may have open at once. */
  readonly openFiles: number;
  /** The recorded arrivals that the configuration names. */
  readonly trace: Trace | null;
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
  const aimed = aimedLoadOf(config, facts.trace);
  const workload = workloadOf(config, facts, aimed);
  refuseTooManyConnections(workload, facts.openFiles);
  return {
    workload,
    phases: phasesOf(config, aimed),
    drainNs: config.drainMs * NS_PER_MS,
    percentiles: config.percentiles,
  };
}

function workloadOf(config: RunConfig, facts: WorkloadFacts, aimed: AimedLoad | null): Workload {
  const { protocol } = config;
  const peakPerSecond = aimed?.peakPerSecond ?? 0;
  const maxInFlight = capOf(config, peakPerSecond, facts.openFiles);
  const workers = Math.min(workersOf(config, peakPerSecond, facts.cores), maxInFlight);
  const wanted = config.connections ?? DEFAULT_CONNECTIONS[protocol];
  return {
    model: aimed ? 'open' : 'closed',
    arrivals: arrivalsOf(config, facts.trace, aimed),
    ratePerSecond: aimed?.meanPerSecond ?? null,
    ...(config.stages && { stages: printStages(config.stages) }),
    ...(facts.trace && { trace: describeTrace(facts.trace) }),
    concurrency: aimed ? null : maxInFlight,
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

function arrivalsOf(
  config: RunConfig,
  trace: Trace | null,
  aimed: AimedLoad | null,
): Workload['arrivals'] {
  if (!aimed) return 'on-answer';
  return trace ? 'trace' : config.arrivals;
}

function describeTrace({ file, count, sha256 }: Trace): Workload['trace'] {
  return { file, arrivals: count, sha256 };
}

function capOf(
  { concurrency, timeoutMs }: RunConfig,
  peakPerSecond: number,
  openFiles: number,
): number {
  if (concurrency !== undefined) return concurrency;
  // By Little's law all that can be in flight before the oldest times out.
  const mostInFlight = Math.ceil((peakPerSecond * timeoutMs) / 1000);
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

function workersOf({ workers }: RunConfig, peakPerSecond: number, cores: number): number {
  if (workers !== 'auto') return workers;
  return Math.min(cores, Math.max(1, Math.ceil(peakPerSecond / RATE_PER_WORKER)));
}

function phasesOf(
  { warmupMs, durationMs, requests }: RunConfig,
  aimed: AimedLoad | null,
): PhasePlan[] {
  const asked = Math.round(warmupMs * NS_PER_MS);
  if (!aimed) {
    const durationNs = durationMs === undefined ? null : Math.round(durationMs * NS_PER_MS);
    return [
      phase('warmup', 0, asked, null),
      phase('measured', asked, durationNs, requests ?? null),
    ];
  }
  // Warming up at no rate would be waiting.
  const warmupNs = aimed.warmupPerSecond > 0 ? asked : 0;
  const measured = phase('measured', warmupNs, aimed.durationNs, aimed.requests);
  return [
    phase('warmup', 0, warmupNs, drawn(aimed.warmupPerSecond, warmupNs)),
    aimed.course ? { ...measured, course: aimed.course } : measured,
  ];
}

function phase(
  name: PhaseName,
  startNs: number,
  durationNs: number | null,
  requests: number | null,
): PhasePlan {
  return { name, startNs, durationNs, requests };
}
