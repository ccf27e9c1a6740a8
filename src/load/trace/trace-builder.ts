import { BenchError } from '../../contract/bench-error.ts';
import { NS_PER_SECOND } from '../../contract/units.ts';

/** Arrivals that were recorded once and are sent again, in memory that all workers share. */
export interface Trace {
  /** Name of its file, without folders. */
  readonly file: string;
  /** Float64 nanoseconds from the start; may be longer than `count`. */
  readonly recordedNs: SharedArrayBuffer;
  readonly count: number;
  /** The second after the last arrival: how long the trace is sent for. */
  readonly durationNs: number;
  /** Arrivals in its busiest second. */
  readonly peakPerSecond: number;
  /** sha256 of the arrival times, hex. */
  readonly sha256: string;
}

const MOST_ARRIVALS = 20_000_000;
const LONGEST_S = 7 * 86_400;
const FIRST_CAPACITY = 4096;
const NUMBER = /^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** Takes arrival times one by one and refuses, with their place, those that no trace can have. */
export class TraceBuilder {
  readonly #file: string;
  #times = new Float64Array(new SharedArrayBuffer(FIRST_CAPACITY * 8));
  #count = 0;
  #lastNs = 0;
  #lastText = '0';
  #second = 0;
  #inSecond = 0;
  #peak = 0;

  constructor(file: string) {
    this.#file = file;
  }

  /**
   * @param text seconds from the start, a decimal number
   * @param where "line 3", "entry 7"
   * @throws BenchError 'config-invalid'
   */
  add(text: string, where: string): void {
    const dueNs = this.#parse(text, where);
    if (dueNs < this.#lastNs) {
      throw this.#bad(where, `${shown(text)} comes after ${this.#lastText}: it goes backwards`);
    }
    if (this.#count === MOST_ARRIVALS) {
      throw this.#bad(where, `more than ${MOST_ARRIVALS} arrivals`);
    }
    this.#append(dueNs);
    this.#lastNs = dueNs;
    this.#lastText = text;
  }

  /** Raises a BenchError when there was nothing. `sha256`: hashes the times. */
  finish(sha256: (times: Float64Array) => string): Trace {
    if (this.#count === 0) throw this.#bad('it', 'has no arrival in it');
    return {
      file: this.#file,
      recordedNs: this.#times.buffer,
      count: this.#count,
      durationNs: (Math.floor(this.#lastNs / NS_PER_SECOND) + 1) * NS_PER_SECOND,
      peakPerSecond: Math.max(this.#peak, this.#inSecond),
      sha256: sha256(this.#times.subarray(0, this.#count)),
    };
  }

  #parse(text: string, where: string): number {
    if (/^-\d/.test(text)) throw this.#bad(where, `${shown(text)} is negative`);
    if (!NUMBER.test(text)) throw this.#bad(where, `${shown(text)} is no time in seconds`);
    const seconds = Number(text);
    if (seconds <= LONGEST_S) return Math.round(seconds * NS_PER_SECOND);
    throw this.#bad(where, `${shown(text)} is more than a week; times count from the start`);
  }

  #append(dueNs: number): void {
    if (this.#count === this.#times.length) {
      const larger = new Float64Array(new SharedArrayBuffer(this.#times.byteLength * 2));
      larger.set(this.#times);
      this.#times = larger;
    }
    this.#times[this.#count] = dueNs;
    this.#count += 1;
    this.#countIn(Math.floor(dueNs / NS_PER_SECOND));
  }

  #countIn(second: number): void {
    if (second !== this.#second) {
      this.#peak = Math.max(this.#peak, this.#inSecond);
      this.#second = second;
      this.#inSecond = 0;
    }
    this.#inSecond += 1;
  }

  #bad(where: string, what: string): BenchError {
    return new BenchError('config-invalid', `the trace ${this.#file}: ${where}: ${what}`, {
      hint: 'one arrival a line: seconds from the start, such as 0.0125, never decreasing',
    });
  }
}

function shown(text: string): string {
  return JSON.stringify(text.slice(0, 40));
}
