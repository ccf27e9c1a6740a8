import type { Clock, Timer } from '../../pacing/clock.ts';
import type { Connection } from './connection.ts';

const NS_PER_MS = 1e6;
/** Timers overflow after 24 days; waking up once an hour costs nothing. */
const MAX_TIMER_MS = 3_600_000;

/**
 * Connections in the order in which their requests were sent. The limit is the same for all, so the
 * first one is the first to time out, and one timer is enough. The list runs through the connections
 * themselves: nothing is allocated per request.
 */
export class Deadlines {
  readonly #clock: Clock;
  readonly #timeoutNs: number;
  readonly #expired: (connection: Connection) => void;
  readonly #check = () => this.#expire();
  #first: Connection | null = null;
  #last: Connection | null = null;
  #timer: Timer | null = null;

  constructor(clock: Clock, timeoutNs: number, expired: (connection: Connection) => void) {
    this.#clock = clock;
    this.#timeoutNs = timeoutNs;
    this.#expired = expired;
  }

  /** connection.slot has just been sent. */
  add(connection: Connection): void {
    connection.sentBefore = this.#last;
    if (this.#last === null) this.#first = connection;
    else this.#last.sentAfter = connection;
    this.#last = connection;
    if (this.#timer === null) this.#arm(this.#timeoutNs);
  }

  /** Its request is over, in whatever way. */
  remove(connection: Connection): void {
    const { sentBefore, sentAfter } = connection;
    if (sentBefore === null) this.#first = sentAfter;
    else sentBefore.sentAfter = sentAfter;
    if (sentAfter === null) this.#last = sentBefore;
    else sentAfter.sentBefore = sentBefore;
    connection.sentBefore = null;
    connection.sentAfter = null;
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }

  #arm(delayNs: number): void {
    const delayMs = Math.min(MAX_TIMER_MS, Math.max(1, Math.ceil(delayNs / NS_PER_MS)));
    this.#timer = this.#clock.startTimer(delayMs, this.#check);
  }

  #expire(): void {
    this.#timer = null;
    const nowNs = this.#clock.nowNs();
    let leftNs = this.#leftNs(nowNs);
    while (this.#first !== null && leftNs <= 0) {
      this.#expired(this.#first);
      leftNs = this.#leftNs(nowNs);
    }
    if (this.#first !== null && this.#timer === null) this.#arm(leftNs);
  }

  #leftNs(nowNs: number): number {
    return (this.#first?.slot?.sentNs ?? nowNs) + this.#timeoutNs - nowNs;
  }
}
