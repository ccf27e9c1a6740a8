import type { Clock } from '../../src/load/pacing/clock.ts';

interface HandTimer {
  readonly atMs: number;
  readonly callback: () => void;
}

/** A clock that stands until it is moved by hand, and then fires the timers that are due. */
export class HandClock implements Clock {
  ms = 0;
  timers: HandTimer[] = [];

  nowNs(): number {
    return this.ms * 1e6;
  }

  startTimer(delayMs: number, callback: () => void) {
    const timer = { atMs: this.ms + delayMs, callback };
    this.timers.push(timer);
    return { cancel: () => this.#drop(timer) };
  }

  nextTurn(callback: () => void): void {
    setImmediate(callback);
  }

  moveTo(ms: number): void {
    this.ms = ms;
    for (const timer of this.timers.filter(({ atMs }) => atMs <= ms)) {
      this.#drop(timer);
      timer.callback();
    }
  }

  #drop(timer: HandTimer): void {
    this.timers = this.timers.filter((other) => other !== timer);
  }
}
