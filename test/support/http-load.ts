import { OUTCOME_CODE, OUTCOMES, type Outcome } from '../../src/contract/outcome.ts';
import type { Engine, EngineOptions, Slot } from '../../src/load/engines/engine.ts';
import { createHttpEngine } from '../../src/load/engines/http/http-engine.ts';
import { createRealClock } from '../../src/load/pacing/real-clock.ts';
import type { AnswerCheck, RequestSet } from '../../src/load/requests/request-set.ts';

/** What became of one request: the slot as it was handed back. */
export type Ended = Omit<Slot, 'outcome'> & { readonly outcome: Outcome };

/** `bodies` as requests; `jsonBytes` as for the binary tensor extension, or -1. */
export function requestSet(bodies: readonly Uint8Array[], jsonBytes = -1): RequestSet {
  return {
    protocol: 'http',
    path: '/v2/models/echo/infer',
    size: bodies.length,
    body: (request) => bodies[request] as Uint8Array,
    jsonBytes: () => jsonBytes,
  };
}

/** Takes every good answer as it is, and keeps what it saw. */
export function keepingCheck(): AnswerCheck & {
  readonly seen: { body: string; jsonBytes: number }[];
} {
  const seen: { body: string; jsonBytes: number }[] = [];
  return {
    seen,
    check(_slot, bytes, start, end, jsonBytes) {
      seen.push({ body: bytes.toString('latin1', start, end), jsonBytes });
      return OUTCOME_CODE.ok;
    },
  };
}

export function engineOptions(port: number, over: Partial<EngineOptions> = {}): EngineOptions {
  return {
    target: { host: '127.0.0.1', port, tls: false },
    requests: requestSet([Buffer.from('{"inputs":[]}')]),
    check: keepingCheck(),
    clock: createRealClock(),
    timeoutNs: 60e9,
    connections: 1,
    maxConnections: 64,
    headers: {},
    ...over,
  };
}

/** Sends through an engine and notes every ending; fails loudly when a slot comes back twice. */
export class HttpLoad implements AsyncDisposable {
  readonly engine: Engine;
  readonly ended: Ended[] = [];
  readonly #options: EngineOptions;
  readonly #inEngine = new Set<Slot>();
  #changed: () => void = () => {};
  #index = 0;

  private constructor(options: EngineOptions) {
    this.#options = options;
    this.engine = createHttpEngine(options);
  }

  static async open(options: EngineOptions): Promise<HttpLoad> {
    const load = new HttpLoad(options);
    await load.engine.open((slot) => load.#completed(slot));
    return load;
  }

  /** Dispatches one request and returns at once. */
  send(request = 0): void {
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
    this.engine.flush();
  }

  /** Resolves when `count` requests have ended since the load began. */
  async until(count: number): Promise<readonly Ended[]> {
    while (this.ended.length < count) {
      await new Promise<void>((resolve) => {
        this.#changed = resolve;
      });
    }
    return this.ended;
  }

  /** Sends one and waits for its end. */
  async one(request = 0): Promise<Ended> {
    const count = this.ended.length + 1;
    this.send(request);
    return (await this.until(count))[count - 1] as Ended;
  }

  /** Sends `count` requests, `concurrency` at a time. */
  async closedLoop(count: number, concurrency: number): Promise<readonly Ended[]> {
    const before = this.ended.length;
    let sent = 0;
    while (this.ended.length < before + count) {
      while (sent < count && this.#inEngine.size < concurrency) {
        this.send(sent % this.#options.requests.size);
        sent += 1;
      }
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
export function tally(ended: readonly Ended[]): Partial<Record<Outcome, number>> {
  const counts: Partial<Record<Outcome, number>> = {};
  for (const { outcome } of ended) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}
