import type { Slot } from '../engine.ts';

const FIRST_CAPACITY = 64;

/** Slots waiting for a connection, first come first served. A ring that only grows: nothing per slot. */
export class SlotQueue {
  #ring: (Slot | undefined)[] = new Array(FIRST_CAPACITY).fill(undefined);
  #head = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(slot: Slot): void {
    if (this.#length === this.#ring.length) this.#grow();
    this.#ring[(this.#head + this.#length) & (this.#ring.length - 1)] = slot;
    this.#length += 1;
  }

  /** The slot that waited longest. */
  shift(): Slot | undefined {
    if (this.#length === 0) return undefined;
    const slot = this.#ring[this.#head];
    this.#ring[this.#head] = undefined;
    this.#head = (this.#head + 1) & (this.#ring.length - 1);
    this.#length -= 1;
    return slot;
  }

  /** Stays a power of two long, which the masks above rely on. */
  #grow(): void {
    const inOrder = [...this.#ring.slice(this.#head), ...this.#ring.slice(0, this.#head)];
    this.#ring = [...inOrder, ...new Array(inOrder.length).fill(undefined)];
    this.#head = 0;
  }
}
