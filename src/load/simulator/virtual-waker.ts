import type { Timer } from '../pacing/clock.ts';
import type { Waker } from '../pacing/waker.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** Stands in for the metronome: wakes at the very nanosecond, unless the loop stands still. */
export class VirtualWaker implements Waker {
  readonly spunNs = 0;
  readonly #clock: VirtualClock;
  readonly #latenessNs: () => number;
  #timer: Timer | undefined;

  /** `latenessNs`: how much later than asked each wake-up comes. */
  constructor(clock: VirtualClock, latenessNs = () => 0) {
    this.#clock = clock;
    this.#latenessNs = latenessNs;
  }

  wakeAt(dueNs: number, callback: () => void): void {
    this.#timer?.cancel();
    this.#timer = this.#clock.at(dueNs + this.#latenessNs(), callback);
  }

  stop(): void {
    this.#timer?.cancel();
  }
}
