import { fieldBytes, type HeaderField } from './header-field.ts';

/** RFC 7541 §2.3.2: the newest entry first, the oldest evicted when bytes run out. A ring: O(1) adds. */
export class DynamicTable {
  #ring: (HeaderField | undefined)[] = new Array(64).fill(undefined);
  #newest = 0;
  #length = 0;
  #bytes = 0;
  #maxBytes: number;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get length(): number {
    return this.#length;
  }
  get bytes(): number {
    return this.#bytes;
  }
  get maxBytes(): number {
    return this.#maxBytes;
  }

  /** Entry 0 is the newest; undefined past the oldest. */
  get(index: number): HeaderField | undefined {
    if (index >= this.#length) return undefined;
    return this.#ring[(this.#newest - index) & (this.#ring.length - 1)];
  }

  /** An entry larger than the whole table empties it and is not kept: that is no error (§4.4). */
  add(field: HeaderField): void {
    const bytes = fieldBytes(field.name, field.value);
    this.#evictDownTo(this.#maxBytes - bytes);
    if (bytes > this.#maxBytes) return;
    if (this.#length === this.#ring.length) this.#grow();
    this.#newest = (this.#newest + 1) & (this.#ring.length - 1);
    this.#ring[this.#newest] = field;
    this.#length += 1;
    this.#bytes += bytes;
  }

  resize(maxBytes: number): void {
    this.#maxBytes = maxBytes;
    this.#evictDownTo(maxBytes);
  }

  #evictDownTo(bytes: number): void {
    while (this.#length > 0 && this.#bytes > bytes) {
      const oldest = (this.#newest - this.#length + 1) & (this.#ring.length - 1);
      const field = this.#ring[oldest] as HeaderField;
      this.#ring[oldest] = undefined;
      this.#bytes -= fieldBytes(field.name, field.value);
      this.#length -= 1;
    }
  }

  #grow(): void {
    const entries = Array.from({ length: this.#length }, (_, age) => this.get(age)).reverse();
    this.#ring = [...entries, ...new Array(entries.length).fill(undefined)];
    this.#newest = entries.length - 1;
  }
}
