import type { Workload } from '../../../../src/contract/point.ts';
import type { ShardPlan } from '../../../../src/load/load-plan.ts';

export const SECOND = 1e9;
export const MS = 1e6;

const workload: Workload = {
  model: 'open',
  arrivals: 'poisson',
  ratePerSecond: 200,
  concurrency: null,
  maxInFlight: 1000,
  timeoutNs: 5 * SECOND,
  seed: 1,
  protocol: 'http',
  engine: 'native',
  pacing: 'precise',
  workers: 1,
  connections: 16,
  modelName: 'mnist_mlp',
  modelVersion: null,
  batchSize: 1,
  tensorFormat: 'binary',
  payload: { source: 'digits', distinct: 1000, bytesPerRequest: 3136, sha256: '' },
};

/** A shard of an open loop: 5 s of warm-up, 30 s measured, unless told otherwise. */
export function aShardPlan(
  over: { warmupNs?: number; durationNs?: number | null; workload?: Partial<Workload> } = {},
): ShardPlan {
  const { warmupNs = 5 * SECOND, durationNs = 30 * SECOND } = over;
  return {
    workload: { ...workload, ...over.workload },
    phases: [
      { name: 'warmup', startNs: 0, durationNs: warmupNs, requests: null },
      { name: 'measured', startNs: warmupNs, durationNs, requests: null },
    ],
    drainNs: 5 * SECOND,
    percentiles: [50, 90, 95, 99, 99.9],
    shard: 0,
    shards: 1,
    shardConcurrency: 1,
    shardMaxInFlight: 1000,
    shardConnections: 16,
    shardRequests: [null, null],
  };
}
