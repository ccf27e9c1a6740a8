import type { LoopVitals } from '../pacing/loop-vitals.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** A standstill of the generator's own loop: its own work, the collector's, or another machine's. */
export interface LoopPause {
  readonly atNs: number;
  readonly forNs: number;
  readonly cause: 'work' | 'gc' | 'steal';
}

/** What the generator's loop is like. */
export interface LoopNature {
  readonly pauses?: readonly LoopPause[];
  /** CPU time that each dispatch and each answer takes. */
  readonly costNs?: number;
}

/** The loop that a simulated shard runs on: it stands still as told, and counts the time it was busy. */
export class SimulatedLoop implements LoopVitals {
  readonly #clock: VirtualClock;
  readonly #costNs: number;
  #activeNs = 0;
  #gcPauseNs = 0;

  constructor(clock: VirtualClock, { pauses = [], costNs = 0 }: LoopNature) {
    this.#clock = clock;
    this.#costNs = costNs;
    for (const pause of pauses) clock.at(pause.atNs, () => this.#standStill(pause));
  }

  activeNs(): number {
    return this.#activeNs;
  }

  gcPauseNs(): number {
    return this.#gcPauseNs;
  }

  stop(): void {}

  /** One dispatch, or one answer read. */
  work(): void {
    if (this.#costNs > 0) this.#pass(this.#costNs);
  }

  #standStill({ forNs, cause }: LoopPause): void {
    if (cause === 'gc') this.#gcPauseNs += forNs;
    this.#pass(forNs);
  }

  /** Event-loop utilisation counts a stolen second as a busy one. */
  #pass(ns: number): void {
    this.#activeNs += ns;
    this.#clock.stall(ns);
  }
}
