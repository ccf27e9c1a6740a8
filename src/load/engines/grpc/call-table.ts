import type { Call } from './call.ts';

const NO_STREAM = 0;

/**
 * Stream id → call, for the streams that are open. Open addressing with linear probing over two flat
 * arrays: ids count up, so neighbours rarely collide, and nothing is allocated per request.
 */
export class CallTable {
  #ids = new Int32Array(64);
  #calls: (Call | undefined)[] = new Array(64).fill(undefined);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(streamId: number): Call | undefined {
    const mask = this.#ids.length - 1;
    let at = (streamId >>> 1) & mask;
    for (let id = this.#ids[at]; id !== NO_STREAM; id = this.#ids[at]) {
      if (id === streamId) return this.#calls[at];
      at = (at + 1) & mask;
    }
    return undefined;
  }

  add(call: Call): void {
    if (2 * (this.#size + 1) > this.#ids.length) this.#grow();
    this.#put(call);
    this.#size += 1;
  }

  /** Closes the gap that the call leaves, so that later probes still find what lies behind it. */
  remove(call: Call): void {
    const mask = this.#ids.length - 1;
    let gap = (call.streamId >>> 1) & mask;
    while (this.#ids[gap] !== call.streamId) {
      if (this.#ids[gap] === NO_STREAM) return;
      gap = (gap + 1) & mask;
    }
    this.#size -= 1;
    for (let at = (gap + 1) & mask; this.#ids[at] !== NO_STREAM; at = (at + 1) & mask) {
      const home = ((this.#ids[at] as number) >>> 1) & mask;
      if (((at - home) & mask) < ((at - gap) & mask)) continue;
      this.#ids[gap] = this.#ids[at] as number;
      this.#calls[gap] = this.#calls[at];
      gap = at;
    }
    this.#ids[gap] = NO_STREAM;
    this.#calls[gap] = undefined;
  }

  /** The open calls in the order of their streams; a copy, so that they may end while it is walked. */
  inOrder(): Call[] {
    return this.#calls.filter((call) => call !== undefined).sort((a, b) => a.streamId - b.streamId);
  }

  #put(call: Call): void {
    const mask = this.#ids.length - 1;
    let at = (call.streamId >>> 1) & mask;
    while (this.#ids[at] !== NO_STREAM) at = (at + 1) & mask;
    this.#ids[at] = call.streamId;
    this.#calls[at] = call;
  }

  #grow(): void {
    const calls = this.#calls;
    this.#ids = new Int32Array(2 * calls.length);
    this.#calls = new Array(2 * calls.length).fill(undefined);
    for (const call of calls) if (call !== undefined) this.#put(call);
  }
}
