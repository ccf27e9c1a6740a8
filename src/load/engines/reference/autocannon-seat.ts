import type { EventEmitter } from 'node:events';
import { OUTCOME_CODE, type OutcomeCode } from '../../../contract/outcome.ts';
import { NS_PER_MS } from '../../../contract/units.ts';
import type { Clock } from '../../pacing/clock.ts';
import type { Slot } from '../engine.ts';
import { outcomeOfSocketError } from '../outcome.ts';

/** autocannon's timeouts run on another timer than our clock. */
const TIMEOUT_SLACK_NS = 5 * NS_PER_MS;

/** The part of autocannon's client that is used here: one connection, one request in flight. */
export interface CannonClient extends EventEmitter {
  /** Requests after which it ends itself. */
  responseMax: number | undefined;
  readonly reqsMade: number;
  /** Milliseconds. */
  timeout: number;
}

/** What is told of every request, exactly one end for each start. The slot is used again after that. */
export interface SeatEvents {
  started(slot: Slot): void;
  ended(slot: Slot): void;
}

/** What the answer that is just being handled is worth. */
export type Verdict = Pick<Slot, 'outcome' | 'detail' | 'correct'>;

/**
 * Watches one of autocannon's connections: it says when a request goes out, and leaves to be concluded
 * what became of the one before, where it just connects again.
 */
export class AutocannonSeat {
  readonly #client: CannonClient;
  readonly #clock: Clock;
  readonly #timeoutNs: number;
  readonly #events: SeatEvents;
  readonly #slot = createSlot();
  #isBusy = false;
  #requests = 0;
  #answers = 0;

  constructor(
    client: CannonClient,
    clock: Clock,
    timeoutNs: number,
    verdict: Readonly<Verdict>,
    events: SeatEvents,
  ) {
    this.#client = client;
    this.#clock = clock;
    this.#timeoutNs = timeoutNs;
    this.#events = events;
    // Its own option is in whole seconds.
    client.timeout = timeoutNs / NS_PER_MS;
    client.on('request', () => this.#started());
    client.on('headers', () => {
      if (this.#slot.firstByteNs < 0) this.#slot.firstByteNs = clock.nowNs();
    });
    client.on('response', () => {
      this.#slot.correct = verdict.correct;
      this.#answers += 1;
      this.#end(verdict.outcome, verdict.detail);
    });
    client.on('done', () => {
      if (this.#isBusy) this.#endUnanswered();
    });
    client.on('connError', (error: NodeJS.ErrnoException) => {
      const stage = error.syscall === 'connect' ? 'connecting' : 'established';
      this.#end(outcomeOfSocketError(error.code ?? '', stage), error.message);
    });
  }

  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** Connections made anew: it makes one for each request that got no answer. */
  get reconnections(): number {
    return Math.max(0, this.#requests - this.#answers - 1);
  }

  /** No request after the one in flight. */
  drain(): void {
    this.#client.responseMax = this.#client.reqsMade;
  }

  /** It is over: what is in flight now will not be waited for. */
  abandon(): void {
    this.#end(OUTCOME_CODE.aborted, '');
  }

  #started(): void {
    if (this.#isBusy) this.#endUnanswered();
    const slot = this.#slot;
    slot.sentNs = this.#clock.nowNs();
    slot.dueNs = slot.sentNs;
    slot.dispatchedNs = slot.sentNs;
    slot.firstByteNs = -1;
    slot.correct = 0;
    this.#isBusy = true;
    this.#requests += 1;
    this.#events.started(slot);
  }

  /** It gave up waiting, or the server closed the connection: it does not say which. */
  #endUnanswered(): void {
    const waitedNs = this.#clock.nowNs() - this.#slot.sentNs;
    if (waitedNs >= this.#timeoutNs - TIMEOUT_SLACK_NS) {
      this.#end(OUTCOME_CODE['timed-out'], 'no answer in time');
    } else {
      this.#end(OUTCOME_CODE['closed-mid-answer'], 'the server closed the connection');
    }
  }

  #end(outcome: OutcomeCode, detail: string): void {
    if (!this.#isBusy) return;
    this.#isBusy = false;
    const slot = this.#slot;
    const isTimeout = outcome === OUTCOME_CODE['timed-out'];
    slot.doneNs = isTimeout ? slot.sentNs + this.#timeoutNs : this.#clock.nowNs();
    slot.outcome = outcome;
    slot.detail = detail;
    this.#events.ended(slot);
  }
}

function createSlot(): Slot {
  return {
    index: 0,
    request: 0,
    dueNs: 0,
    dispatchedNs: 0,
    sentNs: 0,
    firstByteNs: -1,
    doneNs: 0,
    outcome: OUTCOME_CODE.ok,
    detail: '',
    correct: 0,
    touched: false,
  };
}
