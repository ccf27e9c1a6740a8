import type { Slot } from '../engines/engine.ts';

/** Turns due times into dispatches. Open and closed loop differ in where a due time comes from. */
export interface Pacer {
  /** Requests that the engine holds. */
  readonly inUse: number;
  /** Requests that are due and have no slot. */
  readonly waiting: number;
  /** Called before the epoch, once. */
  start(): void;
  /** Dispatches all that is due by now, in order. Called by its waker; harmless at any other time. */
  dispatchDue(): void;
  /** The engine handed a slot back and its stamps are recorded. */
  slotDone(slot: Slot): void;
  /** No request becomes due from `nowNs` on; the ones in flight and waiting stay. */
  stop(): void;
  /** Gives up all that is due by `nowNs` and not in the engine's hands. */
  abandon(nowNs: number): void;
}

/** What a pacer tells of requests that the engine never sees or has not seen yet. */
export interface PacerEvents {
  planned(dueNs: number): void;
  /** `dispatchedNs`: the pacer had handed it over and it waited for a slot; -1: it had not. `index`:
   * its place in the global schedule. */
  unsent(dueNs: number, dispatchedNs: number, index: number): void;
}

/** Whether the loop stands still around a time; see `LoopWatch`. */
export interface LateSense {
  isLate(nowNs: number): boolean;
}
