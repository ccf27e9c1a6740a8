import type { TritonConfig } from '../model-repository/triton-config.ts';
import { batchingPolicy } from './batching-policy.ts';
import { type CheckedRequest, checkRequest } from './check-request.ts';
import type { ServerClock } from './clock.ts';
import { type BatchBuffers, type Execution, executeBatch } from './execute-batch.ts';
import { type InferenceRequest, requestIdPrefix } from './inference-request.ts';
import type { ModelSession } from './model-session.ts';
import { type ModelSignature, modelSignature } from './model-signature.ts';
import { type FailureReason, ModelStatistics } from './model-statistics.ts';
import { asRefusal, Refusal } from './refusal.ts';
import { RequestQueue, type Waiting } from './request-queue.ts';

/** One version of a model, loaded: its queue, its executions one after the other, its counters. */
export class ServedModel {
  readonly name: string;
  readonly version: string;
  readonly config: TritonConfig;
  readonly signature: ModelSignature;
  readonly statistics = new ModelStatistics();
  /** Seconds that loading took. */
  readonly loadSeconds: number;
  readonly #session: ModelSession;
  readonly #clock: ServerClock;
  readonly #queue: RequestQueue<QueuedRequest>;
  readonly #buffers: BatchBuffers = [];
  /** Why this model is not asked at all, though it is loaded. */
  readonly #refusal: string | undefined;
  #state: 'idle' | 'scheduled' | 'executing' = 'idle';
  #wakeNs = Number.POSITIVE_INFINITY;

  constructor(options: {
    readonly version: number;
    readonly config: TritonConfig;
    readonly session: ModelSession;
    readonly clock: ServerClock;
    readonly loadSeconds: number;
  }) {
    const { config } = options;
    this.name = config.name;
    this.version = String(options.version);
    this.config = config;
    this.signature = modelSignature(config);
    this.loadSeconds = options.loadSeconds;
    this.#session = options.session;
    this.#clock = options.clock;
    this.#queue = new RequestQueue(batchingPolicy(config));
    this.#refusal = unsupportedUse(config);
  }

  /** Requests that wait and are not executed yet. */
  get pendingCount(): number {
    return this.#queue.size;
  }

  /** Checks and queues a request. Throws a Refusal instead of queueing one that cannot be served. */
  infer(request: InferenceRequest): void {
    if (this.#refusal) throw new Refusal('UNSUPPORTED', this.#refusal);
    const checked = checkRequest(this.signature, request);
    const nowNs = this.#clock.nowNs();
    const queued = new QueuedRequest(request, checked, nowNs);
    if (!this.#queue.enqueue(queued, nowNs)) {
      const message = `${requestIdPrefix(request.id)}Exceeds maximum queue size`;
      throw new Refusal('UNAVAILABLE', message);
    }
    this.#schedule();
  }

  /** The client of a request has left: the request is dropped if it still waits. */
  cancel(request: InferenceRequest): void {
    request.cancelled = true;
    this.#queue.noteCancelled();
    this.#schedule();
  }

  async release(): Promise<void> {
    await this.#session.release();
  }

  #schedule(): void {
    if (this.#state !== 'idle') return;
    this.#state = 'scheduled';
    this.#clock.soon(() => this.#next());
  }

  /** The model is free: executes what is to be executed now. */
  #next(): void {
    const { batch, expired, cancelled, waitNs } = this.#queue.decide(this.#clock.nowNs());
    this.#state = 'idle';
    for (const late of expired) {
      this.#fail(late, 'REJECTED', new Refusal('UNAVAILABLE', 'Request timeout expired'));
    }
    for (const left of cancelled) this.#fail(left, 'CANCELED', new Refusal('CANCELLED', ''));
    if (batch.length > 0) void this.#execute(batch);
    else this.#wakeAt(this.#clock.nowNs() + waitNs);
  }

  /** A later time than the one that is waited for already needs no waiting of its own. */
  #wakeAt(timeNs: number): void {
    if (!(timeNs < this.#wakeNs)) return;
    this.#wakeNs = timeNs;
    this.#clock.at(timeNs, () => {
      if (this.#wakeNs !== timeNs) return;
      this.#wakeNs = Number.POSITIVE_INFINITY;
      this.#schedule();
    });
  }

  async #execute(batch: readonly QueuedRequest[]): Promise<void> {
    this.#state = 'executing';
    const { signature } = this;
    const requests = batch.map(({ checked }) => checked);
    const execution = await executeBatch(
      signature,
      this.#session,
      requests,
      this.#buffers,
      this.#clock.nowNs,
    ).catch(asRefusal);
    if (execution instanceof Refusal) {
      for (const queued of batch) this.#fail(queued, 'BACKEND', execution);
    } else {
      this.#deliver(batch, execution);
    }
    this.#state = 'idle';
    // What arrived while the model computed is still in the sockets: it is read before the next batch.
    if (this.#queue.size > 0) this.#schedule();
  }

  /** Counts first: who has an answer finds it counted. */
  #deliver(batch: readonly QueuedRequest[], { answers, times }: Execution): void {
    const endNs = this.#clock.nowNs();
    let total = 0;
    for (const { batchSize } of batch) total += batchSize;
    this.statistics.addExecution(total, times, this.#clock.epochMs());
    for (const { request, batchSize, queuedNs } of batch) {
      this.statistics.addSuccess(batchSize, { startNs: request.startNs, queuedNs, endNs }, times);
    }
    for (const [index, { request }] of batch.entries()) {
      const all = answers[index] ?? [];
      const { outputs } = request;
      request.answer(outputs.length === 0 ? all : all.filter(({ name }) => outputs.includes(name)));
    }
  }

  #fail({ request }: QueuedRequest, reason: FailureReason, refusal: Refusal): void {
    this.statistics.addFailure(reason, this.#clock.nowNs() - request.startNs);
    request.refuse(refusal);
  }
}

class QueuedRequest implements Waiting {
  readonly request: InferenceRequest;
  readonly checked: CheckedRequest;
  readonly queuedNs: number;
  readonly batchSize: number;

  constructor(request: InferenceRequest, checked: CheckedRequest, queuedNs: number) {
    this.request = request;
    this.checked = checked;
    this.queuedNs = queuedNs;
    this.batchSize = Math.max(1, checked.batchSize);
  }

  get shapeKey(): string {
    return this.checked.shapeKey;
  }

  get priority(): number {
    return this.request.priority;
  }

  get timeoutUs(): number {
    return this.request.timeoutUs;
  }

  get cancelled(): boolean {
    return this.request.cancelled;
  }
}

/** A model that is loaded so that its configuration can be asked, and whose use is not supported. */
function unsupportedUse(config: TritonConfig): string | undefined {
  if (config.sequence_batching) {
    return `the embedded server does not serve sequence models ('${config.name}')`;
  }
  if (config.model_transaction_policy?.decoupled) {
    return `the embedded server does not serve decoupled models ('${config.name}')`;
  }
  return undefined;
}
