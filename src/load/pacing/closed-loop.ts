import type { Slot } from '../engines/engine.ts';
import type { Clock } from './clock.ts';
import type { InFlightLimit } from './in-flight-limit.ts';
import type { LateSense, Pacer, PacerEvents } from './pacer.ts';
import type { Waker } from './waker.ts';

export interface ClosedLoopPhase {
  readonly startNs: number;
  /** No request starts from here on; Infinity when `bound` ends the phase. */
  readonly endNs: number;
  /** Requests to start in this phase; Infinity when `endNs` ends it. */
  readonly bound: number;
}

export interface ClosedLoopParts {
  readonly clock: Clock;
  readonly waker: Waker;
  readonly limit: InFlightLimit;
  readonly late: LateSense;
  readonly events: PacerEvents;
  readonly phases: readonly ClosedLoopPhase[];
  readonly concurrency: number;
  readonly firstIndex: number;
  readonly indexStep: number;
  /** The last request that a bound allows has been started. */
  readonly lastStarted: () => void;
}

/**
 * Closed loop: each slot's next request is due the moment its last one was done, so a slow server is
 * asked less. Its due times are therefore the server's, not a schedule's.
 */
export class ClosedLoop implements Pacer {
  readonly #parts: ClosedLoopParts;
  readonly #started: number[];
  #index: number;
  #stopped = false;

  constructor(parts: ClosedLoopParts) {
    this.#parts = parts;
    this.#index = parts.firstIndex;
    this.#started = parts.phases.map(() => 0);
  }

  get inUse(): number {
    return this.#parts.limit.inUse;
  }

  get waiting(): number {
    return this.#parts.limit.waiting;
  }

  start(): void {
    const firstNs = this.#parts.phases[0]?.startNs ?? 0;
    const startAll = () => {
      if (this.#parts.clock.nowNs() < firstNs) this.#parts.waker.wakeAt(firstNs, startAll);
      else for (let slot = 0; slot < this.#parts.concurrency; slot += 1) this.#startOne(firstNs);
    };
    startAll();
  }

  /** Nothing is due here but what a slot that came back has started already. */
  dispatchDue(): void {}

  slotDone(slot: Slot): void {
    const dueNs = slot.doneNs;
    this.#parts.limit.release(slot);
    this.#startOne(dueNs);
  }

  stop(): void {
    this.#stopped = true;
  }

  abandon(): void {
    const { limit, events } = this.#parts;
    limit.abandon((...request) => events.unsent(...request));
    this.stop();
  }

  #startOne(dueNs: number): void {
    const phase = this.#stopped ? -1 : this.#phaseOf(dueNs);
    if (phase < 0) return;
    const { clock, limit, late, events } = this.#parts;
    const nowNs = clock.nowNs();
    events.planned(dueNs);
    limit.submit(this.#index, dueNs, nowNs, late.isLate(nowNs));
    this.#index += this.#parts.indexStep;
    limit.flushSoon();
    this.#count(phase);
  }

  /** By the due time itself: a timed-out request was done at its deadline, some time ago. */
  #phaseOf(dueNs: number): number {
    const { phases } = this.#parts;
    for (let phase = 0; phase < phases.length; phase += 1) {
      const { startNs = 0, endNs = 0, bound = 0 } = phases[phase] ?? {};
      const isOpen = (this.#started[phase] ?? 0) < bound;
      if (isOpen && dueNs >= startNs && dueNs < endNs) return phase;
    }
    return -1;
  }

  #count(phase: number): void {
    const started = (this.#started[phase] ?? 0) + 1;
    this.#started[phase] = started;
    if (started === this.#parts.phases[phase]?.bound) this.#parts.lastStarted();
  }
}
