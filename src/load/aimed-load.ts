import type { RunConfig } from '../contract/run-config.ts';
import { stageArrivals } from '../contract/stages.ts';
import { NS_PER_MS, NS_PER_SECOND } from '../contract/units.ts';
import type { PhaseCourse } from './load-plan.ts';
import type { Trace } from './trace/trace-builder.ts';

/** What an open loop is to send in its measured phase, and how fast. */
export interface AimedLoad {
  readonly meanPerSecond: number;
  /** Caps and workers are made for the busiest stretch. */
  readonly peakPerSecond: number;
  readonly warmupPerSecond: number;
  readonly durationNs: number;
  readonly requests: number;
  readonly course?: PhaseCourse;
}

/** Null for a closed loop: there the server decides. */
export function aimedLoadOf(config: RunConfig, trace: Trace | null): AimedLoad | null {
  if (trace) return ofTrace(trace);
  if (config.stages) return ofStages(config.stages);
  return config.qps === undefined ? null : ofRate(config.qps, config);
}

function ofRate(qps: number, { durationMs, requests }: RunConfig): AimedLoad {
  const durationNs = Math.round(
    durationMs === undefined ? ((requests ?? 0) / qps) * NS_PER_SECOND : durationMs * NS_PER_MS,
  );
  return {
    ...{ meanPerSecond: qps, peakPerSecond: qps, warmupPerSecond: qps, durationNs },
    requests: requests ?? drawn(qps, durationNs),
  };
}

function ofStages(stages: NonNullable<RunConfig['stages']>): AimedLoad {
  const expected = stageArrivals(stages);
  const lengthMs = stages.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const [first] = stages;
  return {
    meanPerSecond: expected / (lengthMs / 1000),
    peakPerSecond: Math.max(...stages.flatMap((s) => [s.fromPerSecond, s.toPerSecond])),
    warmupPerSecond: first ? (first.fromPerSecond + first.toPerSecond) / 2 : 0,
    durationNs: Math.round(lengthMs * NS_PER_MS),
    requests: Math.round(expected),
    course: { kind: 'stages', stages },
  };
}

function ofTrace({ count, durationNs, peakPerSecond, recordedNs }: Trace): AimedLoad {
  const meanPerSecond = count / (durationNs / NS_PER_SECOND);
  return {
    ...{ meanPerSecond, peakPerSecond, warmupPerSecond: meanPerSecond, durationNs },
    requests: count,
    course: { kind: 'trace', recordedNs },
  };
}

/** Poisson or constant, a phase has exactly this many arrivals. */
export function drawn(ratePerSecond: number, durationNs: number): number {
  return Math.round((ratePerSecond * durationNs) / NS_PER_SECOND);
}
