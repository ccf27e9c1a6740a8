/** Requests that are due and have no slot, in order, as numbers in arrays: nothing to collect. */
export class WaitingRing {
  /** Of the request at the head; only meaningful while `length` is above 0. */
  get headIndex(): number {
    return this.#index[this.#head] ?? -1;
  }
  get headDueNs(): number {
    return this.#dueNs[this.#head] ?? -1;
  }
  get headDispatchedNs(): number {
    return this.#dispatchedNs[this.#head] ?? -1;
  }
  get headTouched(): boolean {
    return this.#touched[this.#head] === 1;
  }
  get length(): number {
    return this.#length;
  }

  #capacity = 64;
  #head = 0;
  #length = 0;
  #index = new Float64Array(this.#capacity);
  #dueNs = new Float64Array(this.#capacity);
  #dispatchedNs = new Float64Array(this.#capacity);
  #touched = new Uint8Array(this.#capacity);

  push(index: number, dueNs: number, dispatchedNs: number, touched: boolean): void {
    if (this.#length === this.#capacity) this.#grow();
    const place = (this.#head + this.#length) & (this.#capacity - 1);
    this.#index[place] = index;
    this.#dueNs[place] = dueNs;
    this.#dispatchedNs[place] = dispatchedNs;
    this.#touched[place] = touched ? 1 : 0;
    this.#length += 1;
  }

  dropHead(): void {
    this.#head = (this.#head + 1) & (this.#capacity - 1);
    this.#length -= 1;
  }

  #grow(): void {
    this.#index = unrolled(this.#index, this.#head);
    this.#dueNs = unrolled(this.#dueNs, this.#head);
    this.#dispatchedNs = unrolled(this.#dispatchedNs, this.#head);
    this.#touched = unrolled(this.#touched, this.#head);
    this.#head = 0;
    this.#capacity *= 2;
  }
}

/** A full ring in an array of twice the size, its head first. */
function unrolled<T extends Float64Array | Uint8Array>(ring: T, head: number): T {
  const bigger = new (ring.constructor as new (length: number) => T)(ring.length * 2);
  bigger.set(ring.subarray(head));
  bigger.set(ring.subarray(0, head), ring.length - head);
  return bigger;
}
