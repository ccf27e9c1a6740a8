import type { BatchingPolicy, QueuePolicy } from './batching-policy.ts';
import { Fifo } from './fifo.ts';

/** What the queue has to know of a request. */
export interface Waiting {
  /** How much of a batch it fills; at least 1. */
  readonly batchSize: number;
  /** Requests with different keys are not put into one batch. */
  readonly shapeKey: string;
  /** 1 is the highest; 0: not named. */
  readonly priority: number;
  /** The client's own limit; 0: none. */
  readonly timeoutUs: number;
  /** The client has left. */
  readonly cancelled: boolean;
}

/** What is to be done now: execute `batch` when it is not empty, or look again after `waitNs`. */
export interface Decision<T> {
  readonly batch: readonly T[];
  /** Taken out of the queue: they waited too long. */
  readonly expired: readonly T[];
  /** Taken out of the queue: nobody waits for them any more. */
  readonly cancelled: readonly T[];
  /** Infinity: only a new request can change anything. */
  readonly waitNs: number;
}

interface Entry<T> {
  readonly item: T;
  readonly queuedNs: number;
  /** Infinity: never. */
  readonly deadlineNs: number;
}

interface Level<T> {
  readonly policy: QueuePolicy;
  readonly ready: Fifo<Entry<T>>;
  /** Waited too long, and wait on behind the others. */
  readonly delayed: Fifo<Entry<T>>;
}

const NS_PER_US = 1000;

/**
 * Triton's dynamic batcher and its queue policies, on times that are handed in: which requests wait,
 * and which are executed together when the model is free
 * (core, DynamicBatchScheduler::GetDynamicBatch and PriorityQueue).
 */
export class RequestQueue<T extends Waiting> {
  readonly #policy: BatchingPolicy;
  readonly #levels: readonly Level<T>[];
  readonly #maxPreferred: number;
  #mayDrop = false;

  constructor(policy: BatchingPolicy) {
    this.#policy = policy;
    this.#levels = policy.levels.map((level) => ({
      policy: level,
      ready: new Fifo(),
      delayed: new Fifo(),
    }));
    this.#maxPreferred = Math.max(0, ...policy.preferredSizes);
  }

  get size(): number {
    let size = 0;
    for (const level of this.#levels) size += level.ready.length + level.delayed.length;
    return size;
  }

  /** False: the queue of its priority is full. */
  enqueue(item: T, nowNs: number): boolean {
    const level = this.#levels[item.priority - 1] ?? this.#levels[this.#policy.defaultLevel];
    if (!level) return false;
    const { maxQueueSize } = level.policy;
    if (maxQueueSize > 0 && level.ready.length + level.delayed.length >= maxQueueSize) return false;
    const timeoutNs = timeoutOf(level.policy, item.timeoutUs * NS_PER_US);
    if (timeoutNs > 0) this.#mayDrop = true;
    const deadlineNs = timeoutNs > 0 ? nowNs + timeoutNs : Number.POSITIVE_INFINITY;
    level.ready.push({ item, queuedNs: nowNs, deadlineNs });
    return true;
  }

  /** A waiting request was cancelled: the next decision takes it out. */
  noteCancelled(): void {
    this.#mayDrop = true;
  }

  /** Asked when the model is free. */
  decide(nowNs: number): Decision<T> {
    const expired: T[] = [];
    const cancelled: T[] = [];
    if (this.#mayDrop) this.#drop(nowNs, expired, cancelled);
    const { count, waitNs } = this.#form(nowNs);
    return { batch: count > 0 ? this.#take(count) : [], expired, cancelled, waitNs };
  }

  #drop(nowNs: number, expired: T[], cancelled: T[]): void {
    for (const { policy, ready, delayed } of this.#levels) {
      const late: Entry<T>[] = [];
      const isWanted = ({ item }: Entry<T>) => {
        if (item.cancelled) cancelled.push(item);
        return !item.cancelled;
      };
      delayed.keep(isWanted);
      ready.keep((entry) => {
        if (!isWanted(entry)) return false;
        if (entry.deadlineNs > nowNs) return true;
        late.push(entry);
        return false;
      });
      for (const entry of late) {
        if (policy.afterTimeout === 'delay') delayed.push(entry);
        else expired.push(entry.item);
      }
    }
  }

  #take(count: number): T[] {
    const batch: T[] = [];
    for (const { ready, delayed } of this.#levels) {
      for (const entry of ready.take(count - batch.length)) batch.push(entry.item);
      for (const entry of delayed.take(count - batch.length)) batch.push(entry.item);
    }
    return batch;
  }

  /** How many requests from the front are to be executed now; 0: look again after `waitNs`. */
  #form(nowNs: number): { count: number; waitNs: number } {
    const pending = this.#gather();
    if (pending.count === 0) return { count: 0, waitNs: Number.POSITIVE_INFINITY };
    const { maxDelayNs } = this.#policy;
    const waitedNs = nowNs - pending.oldestNs;
    const isOver = maxDelayNs > 0 && waitedNs >= maxDelayNs;
    if (pending.preferredCount > 0 && !isOver) return { count: pending.preferredCount, waitNs: 0 };
    const canGrow = !pending.isClosed && pending.size < this.#maxPreferred;
    if (!canGrow || isOver || maxDelayNs === 0) return { count: pending.count, waitNs: 0 };
    const untilDeadlineNs = Math.max(NS_PER_US, pending.deadlineNs - nowNs);
    return { count: 0, waitNs: Math.min(maxDelayNs - waitedNs, untilDeadlineNs) };
  }

  /** Walks from the front as far as one execution can reach. */
  #gather(): Pending {
    const pending = emptyPending();
    for (const entry of this.#entries()) {
      if (pending.count > 0 && !this.#fits(pending, entry)) break;
      include(pending, entry);
      if (this.#policy.preferredSizes.has(pending.size)) pending.preferredCount = pending.count;
    }
    return pending;
  }

  /** Whether one more request can join; says in `pending` what its size alone decides. */
  #fits(pending: Pending, { item }: Entry<T>): boolean {
    const size = pending.size + item.batchSize;
    if (size > this.#maxPreferred && pending.preferredCount === 0) {
      pending.preferredCount = pending.count;
    }
    pending.isClosed = size > this.#policy.maxBatchSize || item.shapeKey !== pending.shapeKey;
    return !pending.isClosed;
  }

  *#entries(): Generator<Entry<T>> {
    for (const { ready, delayed } of this.#levels) {
      for (const fifo of [ready, delayed]) {
        for (let index = 0; index < fifo.length; index += 1) {
          const entry = fifo.at(index);
          if (entry) yield entry;
        }
      }
    }
  }
}

interface Pending {
  count: number;
  size: number;
  /** Requests of the largest preferred batch; where none fits, all that stay below the largest one. */
  preferredCount: number;
  shapeKey: string;
  /** The next request does not fit. */
  isClosed: boolean;
  oldestNs: number;
  deadlineNs: number;
}

function emptyPending(): Pending {
  const never = Number.POSITIVE_INFINITY;
  return {
    count: 0,
    size: 0,
    preferredCount: 0,
    shapeKey: '',
    isClosed: false,
    oldestNs: never,
    deadlineNs: never,
  };
}

function include(pending: Pending, { item, queuedNs, deadlineNs }: Entry<Waiting>): void {
  pending.size += item.batchSize;
  pending.shapeKey = item.shapeKey;
  pending.count += 1;
  pending.oldestNs = Math.min(pending.oldestNs, queuedNs);
  pending.deadlineNs = Math.min(pending.deadlineNs, deadlineNs);
}

/** A client may ask for less than the model's limit, never for more. */
function timeoutOf({ timeoutNs, allowsShorterTimeout }: QueuePolicy, wantedNs: number): number {
  const isShorter = wantedNs > 0 && wantedNs < timeoutNs;
  return allowsShorterTimeout && isShorter ? wantedNs : timeoutNs;
}
