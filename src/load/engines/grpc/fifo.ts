/** First in, first out, in a ring that grows by doubling: nothing is allocated per element. */
export class Fifo<T> {
  #ring: (T | undefined)[] = new Array(64).fill(undefined);
  #head = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  get first(): T | undefined {
    return this.#ring[this.#head];
  }

  push(element: T): void {
    if (this.#length === this.#ring.length) this.#grow();
    this.#ring[(this.#head + this.#length) & (this.#ring.length - 1)] = element;
    this.#length += 1;
  }

  /** For one that comes back and is older than all that wait. */
  pushFront(element: T): void {
    if (this.#length === this.#ring.length) this.#grow();
    this.#head = (this.#head - 1) & (this.#ring.length - 1);
    this.#ring[this.#head] = element;
    this.#length += 1;
  }

  shift(): T | undefined {
    if (this.#length === 0) return undefined;
    const element = this.#ring[this.#head];
    this.#ring[this.#head] = undefined;
    this.#head = (this.#head + 1) & (this.#ring.length - 1);
    this.#length -= 1;
    return element;
  }

  #grow(): void {
    const unrolled = [...this.#ring.slice(this.#head), ...this.#ring.slice(0, this.#head)];
    this.#ring = [...unrolled, ...new Array(unrolled.length).fill(undefined)];
    this.#head = 0;
  }
}
