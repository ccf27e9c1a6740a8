import type { Clock, Timer } from '../../pacing/clock.ts';
import type { Slot } from '../engine.ts';
import type { Call } from './call.ts';

const NS_PER_MS = 1e6;

/**
 * The calls in flight by the time they were sent, earliest first, and one timer for the first of
 * them: all have the same timeout. Linked through the calls themselves, so one can leave at once.
 */
export class Deadlines {
  readonly #clock: Clock;
  readonly #timeoutNs: number;
  /** Is called when the first may be due, and takes what `overdue` returns. */
  readonly #expire: () => void;
  #first: Call | undefined = undefined;
  #last: Call | undefined = undefined;
  #timer: Timer | undefined = undefined;

  constructor(clock: Clock, timeoutNs: number, expire: () => void) {
    this.#clock = clock;
    this.#timeoutNs = timeoutNs;
    this.#expire = expire;
  }

  /** The call was sent just now: not before any other here. */
  add(call: Call): void {
    call.earlier = this.#last;
    call.later = undefined;
    if (this.#last === undefined) this.#first = call;
    else this.#last.later = call;
    this.#last = call;
    if (this.#timer === undefined) this.#startTimer();
  }

  /** A call that is not in the list is left alone. */
  remove(call: Call): void {
    const { earlier, later } = call;
    if (earlier === undefined && this.#first !== call) return;
    if (earlier === undefined) this.#first = later;
    else earlier.later = later;
    if (later === undefined) this.#last = earlier;
    else later.earlier = earlier;
    call.earlier = undefined;
    call.later = undefined;
  }

  /** The earliest call when its time is up; it stays until removed. */
  get overdue(): Call | undefined {
    const first = this.#first;
    return first !== undefined && this.#dueNs(first) <= this.#clock.nowNs() ? first : undefined;
  }

  stop(): void {
    this.#timer?.cancel();
  }

  /** A timer can be early, and the call it was started for is mostly long gone: it only looks. */
  #startTimer(): void {
    if (this.#first === undefined) return;
    const delayMs = Math.ceil((this.#dueNs(this.#first) - this.#clock.nowNs()) / NS_PER_MS);
    this.#timer = this.#clock.startTimer(Math.max(1, delayMs), () => {
      this.#timer = undefined;
      this.#expire();
      if (this.#timer === undefined) this.#startTimer();
    });
  }

  #dueNs(call: Call): number {
    return (call.slot as Slot).sentNs + this.#timeoutNs;
  }
}
