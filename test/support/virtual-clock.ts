import type { Clock, Timer } from '../../src/load/pacing/clock.ts';
import type { Waker } from '../../src/load/pacing/waker.ts';

interface Event {
  readonly atNs: number;
  readonly order: number;
  readonly callback: () => void;
}

/**
 * Time that passes only from event to event. An event that `stall`s makes the ones after it late, as
 * a loop that stands still does.
 */
export class VirtualClock implements Clock {
  #nowNs: number;
  #made = 0;
  #events: Event[] = [];

  constructor(startNs = -1e6) {
    this.#nowNs = startNs;
  }

  nowNs(): number {
    return this.#nowNs;
  }

  startTimer(delayMs: number, callback: () => void): Timer {
    return this.at(this.#nowNs + Math.max(0, Math.round(delayMs * 1e6)), callback);
  }

  nextTurn(callback: () => void): void {
    this.at(this.#nowNs, callback);
  }

  at(atNs: number, callback: () => void): Timer {
    const event: Event = { atNs, order: this.#made, callback };
    this.#made += 1;
    this.#insert(event);
    return {
      cancel: () => {
        this.#events = this.#events.filter((other) => other !== event);
      },
    };
  }

  /** The loop stands still for so long; nothing runs meanwhile. */
  stall(ns: number): void {
    this.#nowNs += ns;
  }

  /** Runs events until `awaited` is settled. */
  async runUntil<T>(awaited: Promise<T>): Promise<T> {
    let isSettled = false;
    const settle = () => {
      isSettled = true;
    };
    awaited.then(settle, settle);
    while (!isSettled) {
      if (this.#step()) await undefined;
      else await new Promise(setImmediate);
    }
    return awaited;
  }

  #step(): boolean {
    const event = this.#events.shift();
    if (!event) return false;
    this.#nowNs = Math.max(this.#nowNs, event.atNs);
    event.callback();
    return true;
  }

  /** Kept sorted; most events are for soon, so the search starts at the front. */
  #insert(event: Event): void {
    let place = 0;
    while (place < this.#events.length && (this.#events[place]?.atNs ?? 0) <= event.atNs)
      place += 1;
    this.#events.splice(place, 0, event);
  }
}

/** Wakes at the very nanosecond, unless the loop stands still. */
export class VirtualWaker implements Waker {
  readonly spunNs = 0;
  readonly #clock: VirtualClock;
  #timer: Timer | undefined;

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  wakeAt(dueNs: number, callback: () => void): void {
    this.#timer?.cancel();
    this.#timer = this.#clock.at(dueNs, callback);
  }

  stop(): void {
    this.#timer?.cancel();
  }
}
