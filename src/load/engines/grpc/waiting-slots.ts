import type { Slot } from '../engine.ts';
import { Fifo } from './fifo.ts';

/**
 * Slots that wait for a stream, first come first served. Those that a GOAWAY gave back are held apart
 * until a new connection is there: the others may be about to leave too, and a request is sent again
 * only once.
 */
export class WaitingSlots {
  readonly #queue = new Fifo<Slot>();
  readonly #held: Slot[] = [];

  /** All that were dispatched and are not sent. */
  get depth(): number {
    return this.#queue.length + this.#held.length;
  }
  /** Those that any connection may take. */
  get length(): number {
    return this.#queue.length;
  }
  get hasHeld(): boolean {
    return this.#held.length > 0;
  }
  get first(): Slot | undefined {
    return this.#queue.first;
  }

  push(slot: Slot): void {
    this.#queue.push(slot);
  }

  /** It came back unsent or refused, and is older than all that wait. */
  putBack(slot: Slot): void {
    this.#queue.pushFront(slot);
  }

  /** It came back with a GOAWAY; newest first. */
  hold(slot: Slot): void {
    this.#held.push(slot);
  }

  /** The oldest one held. */
  takeHeld(): Slot | undefined {
    return this.#held.pop();
  }

  /** No new connection came: any will do. */
  releaseHeld(): void {
    for (const slot of this.#held.splice(0)) this.#queue.pushFront(slot);
  }

  shift(): Slot | undefined {
    return this.#queue.shift();
  }
}
