import type { JudgedPoint } from '../../contract/measurements.ts';
import type { ServerEvidence } from '../../contract/server-evidence.ts';
import type { Gate } from '../../contract/slo.ts';
import type { LoadPlan, ShardPlan } from '../load-plan.ts';
import { createEconomicWaker } from '../pacing/economic-waker.ts';
import { createRandom, type Random } from '../pacing/random.ts';
import { Shard } from '../shard.ts';
import { cutIntoShards } from '../shard-plan.ts';
import { buildLoadOutcome } from '../stats/build-load-outcome.ts';
import { judge } from '../stats/judge.ts';
import { mergeReports } from '../stats/merge-reports.ts';
import { Recorder } from '../stats/recorder.ts';
import type { ShardReport } from '../stats/shard-report.ts';
import { SimulatedEngine } from './simulated-engine.ts';
import { type LoopNature, SimulatedLoop } from './simulated-loop.ts';
import { type ServerNature, SimulatedServer } from './simulated-server.ts';
import { VirtualClock } from './virtual-clock.ts';
import { VirtualWaker } from './virtual-waker.ts';

/** A load, and the world it meets. Every worker has a loop and a server of its own, of one nature. */
export interface Scene {
  readonly plan: LoadPlan;
  /** Made anew for every worker: it may hold the state of its draws. */
  readonly server: () => ServerNature;
  readonly loop?: LoopNature;
  /** When the network cuts every connection, in nanoseconds since the epoch. */
  readonly cutsNs?: readonly number[];
  /** When a user ends the load. */
  readonly interruptNs?: number;
  readonly gates?: readonly Gate[];
  /** Of timers, wake-ups and failures; arrivals have the seed of the plan. */
  readonly seed: number;
}

export interface SimulatedLoad {
  readonly point: JudgedPoint;
  /** Virtual time when the last worker had reported. */
  readonly endedNs: number;
}

const WAKE_LATENESS_NS = 20_000;
const TIMER_LATENESS_NS = 1_000_000;
/** No load may last longer than its phases and its drain, but for what its own loop stood still. */
const MAX_OVERTIME_NS = 60e9;

/**
 * Runs the shipped shards, recorders, merge and judge in virtual time: the same seed gives the same
 * point, to the last bit. Timers fire up to 1 ms late and wake-ups some 20 µs, as they do in truth.
 * @throws RangeError when the load does not come to its end
 */
export async function simulateLoad(scene: Scene): Promise<SimulatedLoad> {
  const { plan, gates = [], loop = {} } = scene;
  const runs = [];
  for (const shard of cutIntoShards(plan)) runs.push(await simulateShard(shard, scene));
  const merged = mergeReports(runs.map(({ report }) => report));
  const measuredNs = plan.phases.at(-1)?.durationNs ?? Number.POSITIVE_INFINITY;
  const cpu = { cpuShare: 0, stealShare: stolenNs(loop) / measuredNs };
  const outcome = buildLoadOutcome({ name: 'simulated', plan, merged, cpu });
  const counted = runs.reduce((sum, { server }) => sum + server.counted, 0);
  const restarted = (scene.server().restarts ?? []).length > 0;
  return {
    point: judge(outcome, evidenceOf(counted, restarted), gates),
    endedNs: Math.max(...runs.map(({ endedNs }) => endedNs)),
  };
}

interface ShardRun {
  readonly report: ShardReport;
  readonly server: SimulatedServer;
  readonly endedNs: number;
}

async function simulateShard(plan: ShardPlan, scene: Scene): Promise<ShardRun> {
  const { loop: nature = {}, cutsNs = [], interruptNs, seed } = scene;
  const random = createRandom(seed, 0x51b + plan.shard);
  const clock = new VirtualClock(-1e6, () => random() * TIMER_LATENESS_NS);
  const loop = new SimulatedLoop(clock, nature);
  const server = new SimulatedServer(scene.server(), random);
  const { timeoutNs, pacing, payload } = plan.workload;
  const shard = new Shard({
    fitToKeep: (words) => words,
    ...{ plan, clock, vitals: loop, requests: payload.distinct },
    waker:
      pacing === 'precise'
        ? new VirtualWaker(clock, () => exponential(random, WAKE_LATENESS_NS))
        : createEconomicWaker(clock),
    engine: new SimulatedEngine({
      ...{ clock, loop, server, timeoutNs, cutsNs, connections: plan.shardConnections },
    }),
    recorder: new Recorder(plan, { reference: null, labels: null }),
    onInterval: () => {},
  });
  await shard.open();
  if (interruptNs !== undefined) clock.at(interruptNs, () => shard.stop());
  const report = await clock.runUntil(shard.run(), limitOf(plan, nature));
  return { report, server, endedNs: clock.nowNs() };
}

function limitOf({ phases, drainNs }: ShardPlan, { pauses = [] }: LoopNature): number {
  const plannedNs = phases.reduce((sum, { durationNs }) => sum + (durationNs ?? 0), drainNs);
  return pauses.reduce((sum, { forNs }) => sum + forNs, plannedNs + MAX_OVERTIME_NS);
}

function stolenNs({ pauses = [] }: LoopNature): number {
  return pauses.reduce((sum, { forNs, cause }) => sum + (cause === 'steal' ? forNs : 0), 0);
}

function exponential(random: Random, mean: number): number {
  return -Math.log(random()) * mean;
}

function evidenceOf(requests: number, restarted: boolean): ServerEvidence {
  return {
    ...{ requests, failures: null, inferences: null, executions: null },
    ...{ meanRequestNs: null, meanQueueNs: null, meanComputeInputNs: null },
    ...{ meanComputeInferNs: null, meanComputeOutputNs: null, batchSizes: [] },
    ...{ restarted, expectedRequests: requests },
  };
}
