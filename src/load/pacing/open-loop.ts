import type { Slot } from '../engines/engine.ts';
import type { Clock } from './clock.ts';
import type { InFlightLimit } from './in-flight-limit.ts';
import type { LateSense, Pacer, PacerEvents } from './pacer.ts';
import type { Schedule } from './schedule.ts';
import type { Waker } from './waker.ts';

export interface OpenLoopParts {
  readonly clock: Clock;
  readonly waker: Waker;
  readonly schedule: Schedule;
  readonly limit: InFlightLimit;
  readonly late: LateSense;
  readonly events: PacerEvents;
  /** Places in the global schedule: this shard's first one, and the step to its next. */
  readonly firstIndex: number;
  readonly indexStep: number;
}

/**
 * Open loop: a request goes out at its due time or as soon after as this loop comes round to it,
 * whatever became of those before. Nothing is skipped; what is late is stamped late.
 */
export class OpenLoop implements Pacer {
  readonly #parts: OpenLoopParts;
  readonly #onWake = () => this.dispatchDue();
  #index: number;
  #dueNs: number;

  constructor(parts: OpenLoopParts) {
    this.#parts = parts;
    this.#index = parts.firstIndex;
    this.#dueNs = parts.schedule.nextDueNs();
  }

  get inUse(): number {
    return this.#parts.limit.inUse;
  }

  get waiting(): number {
    return this.#parts.limit.waiting;
  }

  start(): void {
    this.#wakeForNext();
  }

  dispatchDue(): void {
    const { clock, limit, late, events } = this.#parts;
    let nowNs = clock.nowNs();
    let dispatched = false;
    while (this.#dueNs >= 0 && this.#dueNs <= nowNs) {
      events.planned(this.#dueNs);
      limit.submit(this.#index, this.#dueNs, nowNs, late.isLate(nowNs));
      this.#advance();
      dispatched = true;
      nowNs = clock.nowNs();
    }
    if (dispatched) limit.flush();
    this.#wakeForNext();
  }

  slotDone(slot: Slot): void {
    this.#parts.limit.release(slot);
  }

  stop(): void {
    this.#dueNs = -1;
  }

  abandon(nowNs: number): void {
    const { limit, events } = this.#parts;
    limit.abandon((...request) => events.unsent(...request));
    while (this.#dueNs >= 0 && this.#dueNs <= nowNs) {
      events.planned(this.#dueNs);
      events.unsent(this.#dueNs, -1, this.#index);
      this.#advance();
    }
    this.stop();
  }

  #advance(): void {
    this.#dueNs = this.#parts.schedule.nextDueNs();
    this.#index += this.#parts.indexStep;
  }

  #wakeForNext(): void {
    if (this.#dueNs >= 0) this.#parts.waker.wakeAt(this.#dueNs, this.#onWake);
  }
}
