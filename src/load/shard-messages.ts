import type { Interval } from '../contract/point.ts';
import type { EngineTarget } from './engines/engine.ts';
import type { ShardPlan } from './load-plan.ts';
import type { SharedRequests } from './requests/shared-requests.ts';
import type { ShardSamples } from './samples/load-sampling.ts';
import type { SecondDetail } from './stats/second-detail.ts';
import type { ShardReport } from './stats/shard-report.ts';

/** Moves when a message changes its meaning; both sides refuse another number. */
export const SHARD_PROTOCOL_VERSION = 2;

/** What a worker is given when it is made (its request bytes are shared memory, not a message). */
export interface ShardTask {
  readonly protocolVersion: number;
  readonly plan: ShardPlan;
  readonly target: EngineTarget;
  readonly headers: Readonly<Record<string, string>>;
  readonly requests: SharedRequests;
  /** Absent: no samples are kept. */
  readonly samples?: ShardSamples;
}

/** Worker → coordinator. Each is one line of NDJSON when workers are on other machines. */
export type ShardMessage =
  | { readonly kind: 'hello'; readonly protocolVersion: number; readonly shard: number }
  | { readonly kind: 'ready'; readonly shard: number }
  | {
      readonly kind: 'interval';
      readonly shard: number;
      readonly interval: Interval;
      readonly detail: SecondDetail;
    }
  | { readonly kind: 'finished'; readonly shard: number; readonly report: ShardReport }
  | {
      readonly kind: 'crashed';
      readonly shard: number;
      readonly code: string | null;
      readonly message: string;
      readonly hint: string | null;
    };

/** Coordinator → worker. `epochNs` is on the monotonic clock that all threads share (hrtime). */
export type ShardCommand =
  | { readonly kind: 'start'; readonly epochNs: string }
  | { readonly kind: 'stop'; readonly reason: 'interrupt' | 'abort' };
