import { OUTCOME_CODE } from '../../contract/outcome.ts';
import type { Engine, Slot } from '../engines/engine.ts';
import type { Clock } from './clock.ts';
import type { PacerEvents } from './pacer.ts';
import { WaitingRing } from './waiting-ring.ts';

/**
 * The cap in flight. A request without a free slot waits its turn; its stamps stay as they were, so
 * the wait shows as queueing. Slots are made when first needed and used again, last freed first.
 */
export class InFlightLimit {
  readonly #clock: Clock;
  readonly #engine: Engine;
  readonly #cap: number;
  readonly #order: Uint32Array;
  readonly #free: Slot[] = [];
  readonly #ring = new WaitingRing();
  readonly #onFlush = () => this.flush();
  #made = 0;
  #flushPlanned = false;

  /** `order`: index i sends request `order[i % order.length]`. */
  constructor(clock: Clock, engine: Engine, cap: number, order: Uint32Array) {
    this.#clock = clock;
    this.#engine = engine;
    this.#cap = cap;
    this.#order = order;
  }

  /** Slots that the engine holds. */
  get inUse(): number {
    return this.#made - this.#free.length;
  }

  /** Requests without a slot. */
  get waiting(): number {
    return this.#ring.length;
  }

  submit(index: number, dueNs: number, dispatchedNs: number, touched: boolean): void {
    const slot = this.#take();
    if (slot) this.#send(slot, index, dueNs, dispatchedNs, touched);
    else this.#ring.push(index, dueNs, dispatchedNs, touched);
  }

  /** A slot came back; the longest waiting request goes out in it. */
  release(slot: Slot): void {
    const ring = this.#ring;
    if (ring.length === 0) {
      this.#free.push(slot);
      return;
    }
    const { headIndex, headDueNs, headDispatchedNs, headTouched } = ring;
    ring.dropHead();
    this.#send(slot, headIndex, headDueNs, headDispatchedNs, headTouched);
    this.flushSoon();
  }

  /** Gives up what waits. */
  abandon(unsent: PacerEvents['unsent']): void {
    const ring = this.#ring;
    for (; ring.length > 0; ring.dropHead()) {
      unsent(ring.headDueNs, ring.headDispatchedNs, ring.headIndex);
    }
  }

  /** Ends a batch of dispatches. */
  flush(): void {
    this.#flushPlanned = false;
    this.#engine.flush();
  }

  /** Ends it on the next turn of the loop: answers that were read together are replied to together. */
  flushSoon(): void {
    if (this.#flushPlanned) return;
    this.#flushPlanned = true;
    this.#clock.nextTurn(this.#onFlush);
  }

  #take(): Slot | undefined {
    const slot = this.#free.pop();
    if (slot || this.#made >= this.#cap) return slot;
    this.#made += 1;
    return createSlot();
  }

  #send(slot: Slot, index: number, dueNs: number, dispatchedNs: number, touched: boolean): void {
    slot.index = index;
    slot.request = this.#order[index % this.#order.length] ?? 0;
    slot.dueNs = dueNs;
    slot.dispatchedNs = dispatchedNs;
    slot.sentNs = -1;
    slot.firstByteNs = -1;
    slot.doneNs = -1;
    slot.outcome = OUTCOME_CODE.ok;
    slot.detail = '';
    slot.correct = 0;
    slot.touched = touched;
    this.#engine.dispatch(slot);
  }
}

function createSlot(): Slot {
  // Fractions make the engine keep these fields as doubles from the start: later writes do not allocate.
  return {
    index: 0,
    request: 0,
    dueNs: 0.5,
    dispatchedNs: 0.5,
    sentNs: 0.5,
    firstByteNs: 0.5,
    doneNs: 0.5,
    outcome: OUTCOME_CODE.ok,
    detail: '',
    correct: 0,
    touched: false,
  };
}
