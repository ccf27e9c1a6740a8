/** Something that will happen; cancelled when its callback is gone. */
export interface Event {
  readonly atNs: number;
  /** Events of one instant come in the order in which they were put in. */
  readonly order: number;
  callback: (() => void) | null;
}

/** Events by time, then by order: a binary heap. */
export class EventQueue {
  readonly #heap: Event[] = [];
  #made = 0;

  put(atNs: number, callback: () => void): Event {
    const event: Event = { atNs, order: this.#made, callback };
    this.#made += 1;
    this.#heap.push(event);
    this.#rise(this.#heap.length - 1);
    return event;
  }

  /** Takes the first event out; undefined when there is none. */
  take(): Event | undefined {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (last && last !== first) {
      this.#heap[0] = last;
      this.#sink(0);
    }
    return first;
  }

  #rise(start: number): void {
    let place = start;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!this.#isBefore(place, parent)) return;
      this.#swap(place, parent);
      place = parent;
    }
  }

  #sink(start: number): void {
    let place = start;
    for (;;) {
      const left = 2 * place + 1;
      if (left >= this.#heap.length) return;
      const right = left + 1;
      const child = right < this.#heap.length && this.#isBefore(right, left) ? right : left;
      if (!this.#isBefore(child, place)) return;
      this.#swap(child, place);
      place = child;
    }
  }

  #isBefore(place: number, other: number): boolean {
    const [a, b] = [this.#heap[place] as Event, this.#heap[other] as Event];
    return a.atNs === b.atNs ? a.order < b.order : a.atNs < b.atNs;
  }

  #swap(place: number, other: number): void {
    const kept = this.#heap[place] as Event;
    this.#heap[place] = this.#heap[other] as Event;
    this.#heap[other] = kept;
  }
}
