import type { TritonConfig, TritonQueuePolicy } from '../model-repository/triton-config.ts';

/** How the requests of a model wait and are put together; all of it from config.pbtxt. */
export interface BatchingPolicy {
  /** The most that one execution takes; 0: every request is executed alone. */
  readonly maxBatchSize: number;
  /** Sizes that are executed as soon as they can be formed. */
  readonly preferredSizes: ReadonlySet<number>;
  /** How long a request waits for others; 0: not at all. */
  readonly maxDelayNs: number;
  /** One for each priority, the highest first; at least one. */
  readonly levels: readonly QueuePolicy[];
  /** Index into `levels` for requests that name no priority. */
  readonly defaultLevel: number;
}

export interface QueuePolicy {
  /** 0: no limit. */
  readonly maxQueueSize: number;
  /** How long a request may wait; 0: for ever. */
  readonly timeoutNs: number;
  readonly allowsShorterTimeout: boolean;
  /** What happens to a request that has waited too long. */
  readonly afterTimeout: 'reject' | 'delay';
}

const NS_PER_US = 1000;
/** Each costs memory; requests below the last one count as unnamed. */
const MAX_LEVELS = 1000;
const NO_LIMITS: QueuePolicy = {
  maxQueueSize: 0,
  timeoutNs: 0,
  allowsShorterTimeout: false,
  afterTimeout: 'reject',
};

export function batchingPolicy(config: TritonConfig): BatchingPolicy {
  const batching = config.dynamic_batching;
  if (!batching) {
    const alone = { maxBatchSize: 0, preferredSizes: new Set<number>(), maxDelayNs: 0 };
    return { ...alone, levels: [NO_LIMITS], defaultLevel: 0 };
  }
  const byDefault = queuePolicy(batching.default_queue_policy);
  const levels = Array.from(
    { length: clamp(Number(batching.priority_levels), MAX_LEVELS) },
    (_, index) => {
      const own = batching.priority_queue_policy[String(index + 1)];
      return own ? queuePolicy(own) : byDefault;
    },
  );
  return {
    maxBatchSize: config.max_batch_size,
    preferredSizes: new Set(batching.preferred_batch_size),
    maxDelayNs: Number(batching.max_queue_delay_microseconds) * NS_PER_US,
    levels,
    defaultLevel: clamp(Number(batching.default_priority_level), levels.length) - 1,
  };
}

function clamp(level: number, max: number): number {
  return Math.min(Math.max(1, level), max);
}

function queuePolicy(policy: TritonQueuePolicy | undefined): QueuePolicy {
  if (!policy) return NO_LIMITS;
  return {
    maxQueueSize: policy.max_queue_size,
    timeoutNs: Number(policy.default_timeout_microseconds) * NS_PER_US,
    allowsShorterTimeout: policy.allow_timeout_override,
    afterTimeout: policy.timeout_action === 'DELAY' ? 'delay' : 'reject',
  };
}
