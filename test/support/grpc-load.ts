import { OUTCOME_CODE, OUTCOMES, type Outcome } from '../../src/contract/outcome.ts';
import type { Engine, EngineOptions, Slot } from '../../src/load/engines/engine.ts';
import { createGrpcEngine } from '../../src/load/engines/grpc/grpc-engine.ts';
import { GRPC_LIMITS, type GrpcLimits } from '../../src/load/engines/grpc/grpc-limits.ts';
import { createRealClock } from '../../src/load/pacing/real-clock.ts';
import type { AnswerCheck, RequestSet } from '../../src/load/requests/request-set.ts';

/** What became of one request: the slot as it was handed back. */
export type GrpcEnded = Omit<Slot, 'outcome'> & { readonly outcome: Outcome };

export const INFER_PATH = '/inference.GRPCInferenceService/ModelInfer';

function grpcRequests(messages: readonly Uint8Array[]): RequestSet {
  return {
    protocol: 'grpc',
    path: INFER_PATH,
    size: messages.length,
    body: (request) => messages[request] as Uint8Array,
    jsonBytes: () => -1,
  };
}

/** Wants back what was sent, byte for byte, as an echoing server answers. */
function echoCheck(messages: readonly Uint8Array[]): AnswerCheck {
  return {
    check(slot, bytes, start, end) {
      const sent = messages[slot.request] as Uint8Array;
      if (Buffer.compare(sent, bytes.subarray(start, end)) === 0) return OUTCOME_CODE.ok;
      slot.detail = `${end - start} bytes came back for ${sent.length}`;
      return OUTCOME_CODE['wrong-answer'];
    },
  };
}

/** Options for requests that an echoing server answers with themselves. */
export function echoOptions(
  port: number,
  over: Partial<EngineOptions> = {},
  messages: readonly Uint8Array[] = [Buffer.from('one request')],
): EngineOptions {
  return {
    target: { host: '127.0.0.1', port, tls: false },
    requests: grpcRequests(messages),
    check: echoCheck(messages),
    clock: createRealClock(),
    timeoutNs: 60e9,
    connections: 1,
    maxConnections: 64,
    headers: {},
    ...over,
  };
}

/** Sends through an engine and notes every ending; fails loudly when a slot comes back twice. */
export class GrpcLoad implements AsyncDisposable {
  readonly engine: Engine;
  readonly ended: GrpcEnded[] = [];
  readonly #options: EngineOptions;
  readonly #inEngine = new Set<Slot>();
  #changed: () => void = () => {};
  #index = 0;

  private constructor(options: EngineOptions, engine: Engine) {
    this.#options = options;
    this.engine = engine;
  }

  static open(options: EngineOptions, limits: Partial<GrpcLimits> = {}): Promise<GrpcLoad> {
    return GrpcLoad.through(createGrpcEngine(options, { ...GRPC_LIMITS, ...limits }), options);
  }

  /** Another engine, made with the same options. */
  static async through(engine: Engine, options: EngineOptions): Promise<GrpcLoad> {
    const load = new GrpcLoad(options, engine);
    await engine.open((slot) => load.#completed(slot));
    return load;
  }

  /** Dispatches one request and returns at once. */
  send(request = 0): void {
    this.dispatch(request);
    this.engine.flush();
  }

  /** Dispatches one request without a flush. */
  dispatch(request = 0): void {
    const nowNs = this.#options.clock.nowNs();
    const slot: Slot = {
      index: this.#index,
      request,
      dueNs: nowNs,
      dispatchedNs: nowNs,
      sentNs: -1,
      firstByteNs: -1,
      doneNs: -1,
      outcome: OUTCOME_CODE.ok,
      detail: '',
      correct: 0,
      touched: false,
    };
    this.#index += 1;
    this.#inEngine.add(slot);
    this.engine.dispatch(slot);
  }

  /** Resolves when `count` requests have ended since the load began. */
  async until(count: number): Promise<readonly GrpcEnded[]> {
    while (this.ended.length < count) {
      await new Promise<void>((resolve) => {
        this.#changed = resolve;
      });
    }
    return this.ended;
  }

  /** Sends one and waits for its end. */
  async one(request = 0): Promise<GrpcEnded> {
    const count = this.ended.length + 1;
    this.send(request);
    return (await this.until(count))[count - 1] as GrpcEnded;
  }

  /** Sends `count` requests, `concurrency` at a time. */
  async closedLoop(count: number, concurrency: number): Promise<readonly GrpcEnded[]> {
    const before = this.ended.length;
    let sent = 0;
    while (this.ended.length < before + count) {
      while (sent < count && this.#inEngine.size < concurrency) {
        this.dispatch(sent % this.#options.requests.size);
        sent += 1;
      }
      this.engine.flush();
      await this.until(this.ended.length + 1);
    }
    return this.ended.slice(before);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.engine.close();
  }

  #completed(slot: Slot): void {
    if (!this.#inEngine.delete(slot)) throw new Error(`slot ${slot.index} came back twice`);
    this.ended.push({ ...slot, outcome: OUTCOMES[slot.outcome] as Outcome });
    this.#changed();
  }
}

/** How many requests ended in which way. */
export function grpcTally(ended: readonly GrpcEnded[]): Partial<Record<Outcome, number>> {
  const counts: Partial<Record<Outcome, number>> = {};
  for (const { outcome } of ended) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}
