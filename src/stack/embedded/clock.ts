/** Time as the batcher and the statistics need it; tests hand in one of their own. */
export interface ServerClock {
  /** Whole nanoseconds since some fixed moment; never goes back. */
  nowNs(): number;
  /** Milliseconds since 1970. */
  epochMs(): number;
  /** Calls back once what has arrived on the sockets by now was read. */
  soon(callback: () => void): void;
  /** Calls back when `nowNs()` has reached that time, as exactly as a turn of the event loop allows. */
  at(timeNs: number, callback: () => void): void;
}

const SPIN_NS = 1_500_000;
const NS_PER_MS = 1e6;
/** Node takes a longer wait for none at all. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * The real time. A timer of Node wakes up to a millisecond late, ten times a usual queue delay, so the
 * last stretch of a wait is spent turning the event loop.
 */
export const realClock: ServerClock = {
  nowNs: () => Math.round(performance.now() * NS_PER_MS),
  epochMs: () => Date.now(),
  soon: (callback) => void setImmediate(callback),
  at(timeNs, callback) {
    const leftNs = timeNs - realClock.nowNs();
    if (leftNs <= 0) setImmediate(callback);
    else if (leftNs > SPIN_NS) {
      const waitMs = Math.floor((leftNs - SPIN_NS) / NS_PER_MS);
      setTimeout(() => realClock.at(timeNs, callback), Math.min(waitMs, MAX_TIMER_MS));
    } else setImmediate(() => realClock.at(timeNs, callback));
  },
};
