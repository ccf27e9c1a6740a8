import autocannon from 'autocannon';
import { hostAndPort } from '../../../clients/host-and-port.ts';
import { BenchError } from '../../../contract/bench-error.ts';
import { OUTCOME_CODE } from '../../../contract/outcome.ts';
import type { EngineOptions, EngineTarget, Slot } from '../engine.ts';
import { outcomeOfAnswer } from '../http/answer-outcome.ts';
import { AutocannonSeat, type CannonClient, type SeatEvents } from './autocannon-seat.ts';

export interface AutocannonOptions
  extends Pick<EngineOptions, 'target' | 'requests' | 'check' | 'clock' | 'timeoutNs' | 'headers'> {
  /** Connections, each with one request in flight: a closed loop. */
  readonly concurrency: number;
}

/** Each connection gets prepared copies of all requests it sends. */
const COPIES_BYTES = 64 * 1024 * 1024;
/** How often autocannon looks whether it is over. */
const TICK_MS = 20;
/** Ends are ours to call: its own clock must never come first. */
const ENDLESS_S = 1e6;

/**
 * The same requests through autocannon: `--engine autocannon`. It owns its loop, so it is no engine but a
 * runner: a closed loop that is started, drained, stopped, and tells of each request when it went out
 * and what became of it. Every connection sends the requests in the same order. It makes text of every
 * answer, so JSON is asked for.
 */
export class AutocannonRunner {
  readonly #options: AutocannonOptions;
  readonly #events: SeatEvents;
  readonly #prepared: autocannon.Request[];
  /** What the check said of the answer that is just being handled. */
  readonly #verdict = { outcome: OUTCOME_CODE.ok, detail: '', correct: 0 };
  readonly #seats: AutocannonSeat[] = [];
  #instance: Promise<unknown> & Partial<Pick<autocannon.Instance, 'stop'>> = Promise.resolve();

  constructor(options: AutocannonOptions, events: SeatEvents) {
    refuseUnverifiedTls(options.target);
    this.#options = options;
    this.#events = events;
    this.#prepared = this.#prepare();
  }

  get inFlight(): number {
    return this.#seats.filter((seat) => seat.isBusy).length;
  }

  get reconnections(): number {
    return this.#seats.reduce((sum, seat) => sum + seat.reconnections, 0);
  }

  /** Sends until `requests` are answered, or with null until it is drained or stopped. */
  async run(requests: number | null): Promise<void> {
    const { target, concurrency } = this.#options;
    this.#instance = autocannon({
      url: `${target.tls ? 'https' : 'http'}://${hostAndPort(target)}`,
      connections: requests === null ? concurrency : Math.min(concurrency, requests),
      sampleInt: TICK_MS,
      requests: this.#prepared,
      setupClient: (client) => this.#adopt(client as unknown as CannonClient),
      ...(requests === null ? { duration: ENDLESS_S } : { amount: requests }),
    });
    await this.#instance;
    for (const seat of this.#seats) seat.abandon();
  }

  /** Sends no more; it is over when all in flight have ended. */
  drain(): void {
    for (const seat of this.#seats) seat.drain();
  }

  /** It is over soon; what is in flight ends as aborted. */
  stop(): void {
    this.drain();
    for (const seat of this.#seats) seat.abandon();
    this.#instance.stop?.();
  }

  #adopt(client: CannonClient): void {
    const { clock, timeoutNs } = this.#options;
    this.#seats.push(new AutocannonSeat(client, clock, timeoutNs, this.#verdict, this.#events));
  }

  #prepare(): autocannon.Request[] {
    const { requests, concurrency, headers } = this.#options;
    const bytes = Math.max(1, requests.body(0).byteLength);
    const most = Math.max(1, Math.floor(COPIES_BYTES / (bytes * concurrency)));
    return Array.from({ length: Math.min(requests.size, most) }, (_, request) => ({
      method: 'POST',
      path: requests.path,
      headers: { ...headers, 'content-type': 'application/json', 'accept-encoding': 'identity' },
      body: Buffer.from(requests.body(request)),
      onResponse: (status, text) => this.#judge(request, status, text),
    }));
  }

  /** Called right before the client says that it has an answer. */
  #judge(request: number, status: number, text: string): void {
    const body = Buffer.from(text);
    const answer = {
      head: { status, encoded: false, jsonBytes: -1 },
      ...{ body, bodyStart: 0, bodyEnd: body.length },
    };
    const slot = this.#verdict as Slot;
    slot.request = request;
    slot.detail = '';
    slot.correct = 0;
    slot.outcome = outcomeOfAnswer(slot, answer, this.#options.check);
  }
}

/** It connects with certificates unchecked, whatever it is told. */
function refuseUnverifiedTls({ tls, insecure }: EngineTarget): void {
  if (!tls || insecure) return;
  throw new BenchError('config-invalid', 'autocannon does not verify certificates', {
    hint: 'add --insecure to take any certificate, or use another --engine',
  });
}
