import type { PhaseName, Workload } from '../contract/point.ts';
import type { Stage } from '../contract/stages.ts';

/** One phase on the schedule. A closed loop plans no number; a request bound plans no length. */
export interface PhasePlan {
  readonly name: PhaseName;
  readonly startNs: number;
  /** null: the phase ends when `requests` have ended (closed loop with --requests). */
  readonly durationNs: number | null;
  /** Open loop: arrivals drawn in this phase, exactly. Closed loop: the bound, or null. */
  readonly requests: number | null;
  /** Open loop whose rate is not the same all along; absent: it is. */
  readonly course?: PhaseCourse;
}

/** How the rate of a phase runs. Recorded times are shared memory, not part of a message. */
export type PhaseCourse =
  | { readonly kind: 'stages'; readonly stages: readonly Stage[] }
  | { readonly kind: 'trace'; readonly recordedNs: SharedArrayBuffer };

/** All that a load is, before it is cut into shards. Plain data: it crosses threads as it is. */
export interface LoadPlan {
  readonly workload: Workload;
  readonly phases: readonly PhasePlan[];
  readonly drainNs: number;
  readonly percentiles: readonly number[];
}

/**
 * One worker's part. Open loop: every shard walks the whole schedule and keeps arrivals whose index
 * is `shard` modulo `shards`. Concurrency, cap and connections are dealt out so that sums are kept.
 */
export interface ShardPlan extends LoadPlan {
  readonly shard: number;
  readonly shards: number;
  readonly shardConcurrency: number;
  readonly shardMaxInFlight: number;
  readonly shardConnections: number;
  /** This shard's part of each phase's `requests`. */
  readonly shardRequests: readonly (number | null)[];
}
