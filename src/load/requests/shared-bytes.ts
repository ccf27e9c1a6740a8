/** Bytes appended one part after the other to shared memory, which grows where the guess was short. */
export class SharedBytes {
  #view: Uint8Array<SharedArrayBuffer>;
  #length = 0;

  constructor(expectedBytes: number) {
    this.#view = new Uint8Array(new SharedArrayBuffer(expectedBytes));
  }

  get length(): number {
    return this.#length;
  }

  /** May be longer than what was written. */
  get buffer(): SharedArrayBuffer {
    return this.#view.buffer;
  }

  written(): Uint8Array {
    return this.#view.subarray(0, this.#length);
  }

  append(part: Uint8Array): void {
    const needed = this.#length + part.byteLength;
    if (needed > this.#view.byteLength) {
      const larger = new Uint8Array(new SharedArrayBuffer(Math.ceil(needed * 1.25)));
      larger.set(this.#view);
      this.#view = larger;
    }
    this.#view.set(part, this.#length);
    this.#length = needed;
  }
}
