import type { LoadOutcome } from '../contract/measurements.ts';
import type { Interval } from '../contract/point.ts';
import { pointNameOf } from '../contract/point-name.ts';
import type { SampledLoad } from '../contract/sample.ts';
import { AbortWatch } from './abort-watch.ts';
import { LoadCrash } from './load-crash.ts';
import { MeasuredCpu } from './measured-cpu.ts';
import { MergedSeconds } from './merged-seconds.ts';
import { createRealClock } from './pacing/real-clock.ts';
import type { PreparedLoad } from './prepare-load.ts';
import { LoadSampling } from './samples/load-sampling.ts';
import { SHARD_PROTOCOL_VERSION, type ShardTask } from './shard-messages.ts';
import { cutIntoShards } from './shard-plan.ts';
import { runShards } from './shard-pool.ts';
import { buildLoadOutcome } from './stats/build-load-outcome.ts';
import { mergeReports } from './stats/merge-reports.ts';
import type { SecondDetail } from './stats/second-detail.ts';

/** What is told while a load runs. */
export interface LoadEvents {
  /** The load's epoch, in milliseconds since 1970; a little ahead. */
  onStart?(startedAtEpochMs: number): void;
  /** Once a second, all workers together. */
  onInterval?(interval: Interval, detail: SecondDetail): void;
}

// The compiled name: a worker's URL is not rewritten by the compiler.
const SHARD_WORKER = new URL('./shard-worker.js', import.meta.url);

/**
 * Sends a load in worker threads and measures it. An abort of `signal` ends it early, with everything
 * that was due by then accounted for.
 * @throws BenchError 'server-unreachable' when no connection can be opened, 'interrupted' when the
 *   signal came before the start, LoadCrash when a worker died
 * @param entry compiled file that runs in each worker
 */
export async function runLoad(
  prepared: PreparedLoad,
  events: LoadEvents,
  signal: AbortSignal,
  entry: URL = SHARD_WORKER,
): Promise<LoadOutcome> {
  const { plan } = prepared;
  const clock = createRealClock();
  const cpu = new MeasuredCpu(clock);
  const sampling =
    prepared.samples && new LoadSampling(prepared.samples, plan.workload.workers, clock);
  const tasks = tasksOf(prepared, sampling);
  const watch = new AbortWatch(prepared.abortOn ?? []);
  const hopeless = new AbortController();
  let abortReason: string | null = null;
  const seconds = new MergedSeconds(tasks.length, (interval, detail) => {
    events.onInterval?.(interval, detail);
    abortReason ??= watch.add(interval);
    if (abortReason !== null) hopeless.abort();
  });
  const { reports, crash } = await runShards({
    ...{ entry, tasks, clock },
    signal: AbortSignal.any([signal, hopeless.signal]),
    onStart: () => {
      cpu.start(plan);
      events.onStart?.(clock.toWallMs(0));
      sampling?.begin(sampledLoadOf(prepared, clock.toWallMs(0)));
    },
    onInterval: (...second) => seconds.add(...second),
    onShardOver: (shard) => seconds.shardOver(shard),
  }).finally(() => sampling?.end());
  const shares = cpu.stop();
  const build = () =>
    buildLoadOutcome({
      ...{ name: pointNameOf(plan.workload), plan, cpu: shares },
      merged: mergeReports(reports),
      // Whoever asked for the end first is its reason.
      abortReason: signal.aborted ? null : abortReason,
    });
  if (crash) throw new LoadCrash(crash, reports.length > 0 ? build() : null);
  return build();
}

function tasksOf(
  { plan, target, headers, requests }: PreparedLoad,
  sampling: LoadSampling | undefined,
): ShardTask[] {
  const protocolVersion = SHARD_PROTOCOL_VERSION;
  return cutIntoShards(plan).map((shard) => ({
    ...{ protocolVersion, plan: shard, target, headers, requests },
    ...(sampling && { samples: sampling.ofShard(shard.shard) }),
  }));
}

function sampledLoadOf(
  { plan, requests }: PreparedLoad,
  startedAtEpochMs: number,
): Omit<SampledLoad, 'point'> {
  return {
    name: pointNameOf(plan.workload),
    startedAtEpochMs,
    workload: plan.workload,
    phases: plan.phases.map(({ name, startNs, durationNs }) => ({ name, startNs, durationNs })),
    percentiles: [...plan.percentiles],
    hasReference: requests.expected.reference !== null,
    hasLabels: requests.expected.labels !== null,
  };
}
