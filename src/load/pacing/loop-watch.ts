import type { LoopHealth } from '../stats/shard-report.ts';
import type { Clock, Timer } from './clock.ts';
import type { LoopVitals } from './loop-vitals.ts';
import type { LateSense } from './pacer.ts';
import type { Waker } from './waker.ts';

const TICK_MS = 10;
const TICK_NS = 10e6;
const OVERDUE_NS = 5e6;
const LONG_STALL_NS = 20e6;

/** The part of a report that the loop itself knows; connections are the engine's to count. */
export type LoopFindings = Pick<
  LoopHealth,
  'busyShare' | 'gcPauseNs' | 'stallsOver20Ms' | 'longestStallNs'
>;

/**
 * Feels the pulse of the sending loop. A tick that is overdue by more than 5 ms says that the loop
 * stands, or stood, still: stamps taken then are late through our own fault. Everything but the
 * sense of lateness is counted between `begin` and `end`: the measured phase.
 */
export class LoopWatch implements LateSense {
  readonly #clock: Clock;
  readonly #vitals: LoopVitals;
  readonly #waker: Waker;
  readonly #onTick = () => this.#tick();
  #timer: Timer | undefined;
  #tickDueNs = Number.POSITIVE_INFINITY;
  #lateUntilNs = Number.NEGATIVE_INFINITY;
  #longestSinceTakenNs = 0;
  #isMeasuring = false;
  #longestStallNs = 0;
  #stallsOver20Ms = 0;
  #measured = { ns: 0, activeNs: 0, spunNs: 0, gcPauseNs: 0 };

  constructor(clock: Clock, vitals: LoopVitals, waker: Waker) {
    this.#clock = clock;
    this.#vitals = vitals;
    this.#waker = waker;
  }

  start(): void {
    this.#arm(this.#clock.nowNs());
  }

  /** True while a tick is overdue, and until one tick after an overdue one came. */
  isLate(nowNs: number): boolean {
    return nowNs > this.#tickDueNs + OVERDUE_NS || nowNs < this.#lateUntilNs;
  }

  begin(): void {
    this.#isMeasuring = true;
    this.#measured = this.#read();
  }

  end(): void {
    if (!this.#isMeasuring) return;
    this.#isMeasuring = false;
    const before = this.#measured;
    const after = this.#read();
    this.#measured = {
      ns: after.ns - before.ns,
      activeNs: after.activeNs - before.activeNs,
      spunNs: after.spunNs - before.spunNs,
      gcPauseNs: after.gcPauseNs - before.gcPauseNs,
    };
  }

  /** The longest standstill since this was last asked. */
  takeLongestStallNs(): number {
    const overdueNs = this.#overdueNs(this.#clock.nowNs());
    const standingNs = overdueNs > OVERDUE_NS ? overdueNs : 0;
    const longestNs = Math.max(this.#longestSinceTakenNs, standingNs);
    this.#longestSinceTakenNs = 0;
    return longestNs;
  }

  /** Ends the watch. */
  stop(): LoopFindings {
    this.#timer?.cancel();
    this.#tickDueNs = Number.POSITIVE_INFINITY;
    this.end();
    this.#vitals.stop();
    const { ns, activeNs, spunNs, gcPauseNs } = this.#measured;
    const busyShare = ns > 0 ? Math.min(1, Math.max(0, (activeNs - spunNs) / ns)) : 0;
    return {
      busyShare,
      gcPauseNs,
      stallsOver20Ms: this.#stallsOver20Ms,
      longestStallNs: this.#longestStallNs,
    };
  }

  #read() {
    return {
      ns: this.#clock.nowNs(),
      activeNs: this.#vitals.activeNs(),
      spunNs: this.#waker.spunNs,
      gcPauseNs: this.#vitals.gcPauseNs(),
    };
  }

  #overdueNs(nowNs: number): number {
    return Math.max(0, nowNs - this.#tickDueNs);
  }

  #tick(): void {
    const nowNs = this.#clock.nowNs();
    const overdueNs = this.#overdueNs(nowNs);
    if (overdueNs > OVERDUE_NS) this.#noteStall(nowNs, overdueNs);
    this.#arm(nowNs);
  }

  #noteStall(nowNs: number, overdueNs: number): void {
    this.#lateUntilNs = nowNs + TICK_NS;
    this.#longestSinceTakenNs = Math.max(this.#longestSinceTakenNs, overdueNs);
    if (!this.#isMeasuring) return;
    this.#longestStallNs = Math.max(this.#longestStallNs, overdueNs);
    if (overdueNs > LONG_STALL_NS) this.#stallsOver20Ms += 1;
  }

  #arm(nowNs: number): void {
    this.#tickDueNs = nowNs + TICK_NS;
    this.#timer = this.#clock.startTimer(TICK_MS, this.#onTick);
  }
}
