import { NS_PER_MS } from '../../contract/units.ts';
import type { Clock, Timer } from '../pacing/clock.ts';
import { EventQueue } from './event-queue.ts';

/** Turns of the real loop without an event after which nothing more can be expected to happen. */
const MAX_IDLE_TURNS = 100;

/**
 * Time that passes only from event to event. An event that `stall`s makes the ones after it late, as
 * a loop that stands still does.
 */
export class VirtualClock implements Clock {
  readonly #events = new EventQueue();
  readonly #timerLatenessNs: () => number;
  #nowNs: number;

  /** `startNs`: now, to begin with. `timerLatenessNs`: how much later than asked each timer fires. */
  constructor(startNs = -1e6, timerLatenessNs = () => 0) {
    this.#nowNs = startNs;
    this.#timerLatenessNs = timerLatenessNs;
  }

  nowNs(): number {
    return this.#nowNs;
  }

  startTimer(delayMs: number, callback: () => void): Timer {
    const delayNs = Math.max(0, Math.round(delayMs * NS_PER_MS));
    return this.at(this.#nowNs + delayNs + this.#timerLatenessNs(), callback);
  }

  nextTurn(callback: () => void): void {
    this.at(this.#nowNs, callback);
  }

  at(atNs: number, callback: () => void): Timer {
    const event = this.#events.put(atNs, callback);
    return {
      cancel: () => {
        event.callback = null;
      },
    };
  }

  /** The loop stands still for so long; nothing runs meanwhile. */
  stall(ns: number): void {
    this.#nowNs += ns;
  }

  /**
   * Runs events until `awaited` is settled.
   * @throws RangeError when it is not by `limitNs`, or when no event is left that could settle it
   */
  async runUntil<T>(awaited: Promise<T>, limitNs = Number.POSITIVE_INFINITY): Promise<T> {
    let isSettled = false;
    const settle = () => {
      isSettled = true;
    };
    awaited.then(settle, settle);
    let idleTurns = 0;
    while (!isSettled) {
      if (this.#nowNs > limitNs) throw new RangeError(`not at its end after ${limitNs} ns`);
      if (this.#step()) {
        idleTurns = 0;
        await undefined;
      } else {
        if (idleTurns === MAX_IDLE_TURNS) throw new RangeError('nothing is left to happen');
        idleTurns += 1;
        await new Promise(setImmediate);
      }
    }
    return awaited;
  }

  #step(): boolean {
    let event = this.#events.take();
    while (event && event.callback === null) event = this.#events.take();
    if (!event?.callback) return false;
    this.#nowNs = Math.max(this.#nowNs, event.atNs);
    event.callback();
    return true;
  }
}
