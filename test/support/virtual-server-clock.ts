import type { ServerClock } from '../../src/stack/embedded/clock.ts';

/** The embedded server's clock, moved by hand: nothing happens until `run` is called. */
export class VirtualServerClock implements ServerClock {
  #nowNs = 0;
  #due: { readonly timeNs: number; readonly callback: () => void }[] = [];

  readonly nowNs = () => this.#nowNs;
  readonly epochMs = () => 1_700_000_000_000 + Math.floor(this.#nowNs / 1e6);

  soon(callback: () => void): void {
    this.#due.push({ timeNs: this.#nowNs, callback });
  }

  at(timeNs: number, callback: () => void): void {
    this.#due.push({ timeNs: Math.max(timeNs, this.#nowNs), callback });
  }

  /** Lets time pass without anything being called. */
  advance(ns: number): void {
    this.#nowNs += ns;
  }

  /** Calls back all that is due within the next `ns`, in order, with what it awaits. */
  async run(ns = 0): Promise<void> {
    const endNs = this.#nowNs + ns;
    for (;;) {
      await new Promise<void>((done) => setImmediate(done));
      this.#due.sort((a, b) => a.timeNs - b.timeNs);
      const next = this.#due[0];
      if (!next || next.timeNs > endNs) break;
      this.#due.shift();
      this.#nowNs = Math.max(this.#nowNs, next.timeNs);
      next.callback();
    }
    this.#nowNs = Math.max(this.#nowNs, endNs);
  }
}
