import { NS_PER_MS, NS_PER_SECOND } from '../../contract/units.ts';
import type { Clock } from './clock.ts';

/** A clock that can be told when the load starts. */
export interface RealClock extends Clock {
  /** Moves the epoch to this instant of the monotonic clock (`process.hrtime.bigint()`). */
  setEpoch(epochNs: bigint): void;
  /** A time since the epoch as milliseconds of the clock that all threads share. */
  toMonotonicMs(timeNs: number): number;
  /** A time since the epoch as milliseconds since 1970. */
  toWallMs(timeNs: number): number;
}

const MS_PER_SECOND = 1000;
/** 24 days. Node takes anything longer for 1 ms; who waits longer is woken early and waits again. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
const { hrtime } = process;

/**
 * The monotonic clock of this machine, which all threads share. Until `setEpoch` the epoch is the
 * clock's making: readings before and after it do not belong together.
 */
export function createRealClock(): RealClock {
  // Read a million times a second while a due time is waited for, so it must not allocate. Compiled,
  // it does not as long as everything in it is a plain double: `hrtime` taken as a constant, fields
  // that began as fractions, and a literal where an imported constant would be a number on the heap.
  const epoch = { seconds: 0.5, nanoseconds: 0.5 };
  [epoch.seconds, epoch.nanoseconds] = hrtime();
  const nowNs = () => {
    const time = hrtime();
    return (time[0] - epoch.seconds) * 1e9 + (time[1] - epoch.nanoseconds);
  };
  return {
    nowNs,
    startTimer(delayMs, callback) {
      const timer = setTimeout(callback, Math.min(delayMs, LONGEST_TIMER_MS));
      return { cancel: () => clearTimeout(timer) };
    },
    nextTurn: (callback) => void setImmediate(callback),
    setEpoch(epochNs) {
      epoch.seconds = Number(epochNs / BigInt(NS_PER_SECOND));
      epoch.nanoseconds = Number(epochNs % BigInt(NS_PER_SECOND));
    },
    toMonotonicMs: (timeNs) =>
      epoch.seconds * MS_PER_SECOND + (epoch.nanoseconds + timeNs) / NS_PER_MS,
    toWallMs: (timeNs) => Date.now() + (timeNs - nowNs()) / NS_PER_MS,
  };
}

/** Now, in milliseconds of the clock that all threads share. */
export function monotonicMs(): number {
  const [seconds, nanoseconds] = hrtime();
  return seconds * MS_PER_SECOND + nanoseconds / NS_PER_MS;
}
