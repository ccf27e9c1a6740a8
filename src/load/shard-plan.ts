import type { LoadPlan, PhasePlan, ShardPlan } from './load-plan.ts';

/**
 * Cuts a load into one part for each of its workers. Nothing is lost and nothing is there twice:
 * requests, concurrency, cap and connections of all shards add up to the plan's.
 */
export function cutIntoShards(plan: LoadPlan): ShardPlan[] {
  const { workers: shards, concurrency, maxInFlight, connections, model } = plan.workload;
  return Array.from({ length: shards }, (_, shard) => ({
    ...plan,
    shard,
    shards,
    shardConcurrency: deal(concurrency ?? 0, shard, shards),
    shardMaxInFlight: deal(maxInFlight, shard, shards),
    shardConnections: deal(connections, shard, shards),
    shardRequests: plan.phases.map(({ requests }, phase) => {
      if (requests === null) return null;
      if (model === 'closed') return deal(requests, shard, shards);
      return stripe(requests, arrivalsBefore(plan.phases, phase), shard, shards);
    }),
  }));
}

/** As even as it can be; the first shards take what is over. */
function deal(total: number, shard: number, shards: number): number {
  return Math.floor(total / shards) + (shard < total % shards ? 1 : 0);
}

/** How many of the `count` arrivals from index `first` on are this shard's: index ≡ shard. */
function stripe(count: number, first: number, shard: number, shards: number): number {
  return deal(first + count, shard, shards) - deal(first, shard, shards);
}

function arrivalsBefore(phases: readonly PhasePlan[], phase: number): number {
  return phases.slice(0, phase).reduce((sum, { requests }) => sum + (requests ?? 0), 0);
}
