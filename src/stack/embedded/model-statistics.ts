/** Why a queued request failed: the values of the metric's `reason` label. */
export const FAILURE_REASONS = ['REJECTED', 'CANCELED', 'BACKEND', 'OTHER'] as const;
export type FailureReason = (typeof FAILURE_REASONS)[number];

/** How often, and how long in all. */
export interface DurationSum {
  count: number;
  ns: number;
}

/** The moments of one execution, on the server's clock. */
export interface ExecutionTimes {
  readonly startNs: number;
  readonly inputEndNs: number;
  readonly outputStartNs: number;
  readonly endNs: number;
}

/** Sums of one batch size. */
export interface BatchSums {
  readonly batchSize: number;
  readonly computeInput: DurationSum;
  readonly computeInfer: DurationSum;
  readonly computeOutput: DurationSum;
}

const NS_PER_US = 1000;
const zero = (): DurationSum => ({ count: 0, ns: 0 });

/**
 * What Triton counts of a model (core, infer_stats.cc). The statistics API gets nanoseconds; the metrics
 * page gets microseconds, where every request's durations are cut to whole ones before they are added.
 */
export class ModelStatistics {
  readonly success = zero();
  readonly fail = zero();
  readonly queue = zero();
  readonly computeInput = zero();
  readonly computeInfer = zero();
  readonly computeOutput = zero();
  /** Whole microseconds of the same. */
  readonly us = { request: 0, queue: 0, computeInput: 0, computeInfer: 0, computeOutput: 0 };
  readonly failures: Record<FailureReason, number> = {
    REJECTED: 0,
    CANCELED: 0,
    BACKEND: 0,
    OTHER: 0,
  };
  /** A request of batch size n counts n. */
  inferenceCount = 0;
  executionCount = 0;
  /** Milliseconds since 1970; 0: never asked. */
  lastInferenceMs = 0;
  readonly #batches = new Map<number, BatchSums>();

  /** In order of size. */
  get batches(): readonly BatchSums[] {
    return [...this.#batches.values()].sort((a, b) => a.batchSize - b.batchSize);
  }

  /** One execution of the model, whatever becomes of its answers. */
  addExecution(batchSize: number, times: ExecutionTimes, epochMs: number): void {
    this.executionCount += 1;
    this.lastInferenceMs = epochMs;
    let sums = this.#batches.get(batchSize);
    if (!sums) {
      sums = { batchSize, computeInput: zero(), computeInfer: zero(), computeOutput: zero() };
      this.#batches.set(batchSize, sums);
    }
    add(sums.computeInput, times.inputEndNs - times.startNs);
    add(sums.computeInfer, times.outputStartNs - times.inputEndNs);
    add(sums.computeOutput, times.endNs - times.outputStartNs);
  }

  /** One request of an execution that went well. */
  addSuccess(
    batchSize: number,
    request: { readonly startNs: number; readonly queuedNs: number; readonly endNs: number },
    times: ExecutionTimes,
  ): void {
    this.inferenceCount += batchSize;
    this.us.request += add(this.success, request.endNs - request.startNs);
    this.us.queue += add(this.queue, times.startNs - request.queuedNs);
    this.us.computeInput += add(this.computeInput, times.inputEndNs - times.startNs);
    this.us.computeInfer += add(this.computeInfer, times.outputStartNs - times.inputEndNs);
    this.us.computeOutput += add(this.computeOutput, times.endNs - times.outputStartNs);
  }

  /** One request that had been queued and got no answer; a full queue is not counted, as on Triton. */
  addFailure(reason: FailureReason, durationNs: number): void {
    this.failures[reason] += 1;
    add(this.fail, durationNs);
  }
}

/** Returns the whole microseconds that were added. */
function add(sum: DurationSum, ns: number): number {
  const duration = Math.max(0, ns);
  sum.count += 1;
  sum.ns += duration;
  return Math.floor(duration / NS_PER_US);
}
