import { NS_PER_MS } from '../../contract/units.ts';
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

/**
 * The monotonic clock of this machine. Until `setEpoch` the epoch is the clock's making: readings
 * before and after it do not belong together.
 */
export function createRealClock(): RealClock {
  const originMs = monotonicOriginMs();
  let epochMs = performance.now();
  return {
    nowNs: () => Math.round((performance.now() - epochMs) * NS_PER_MS),
    startTimer(delayMs, callback) {
      const timer = setTimeout(callback, delayMs);
      return { cancel: () => clearTimeout(timer) };
    },
    nextTurn: (callback) => void setImmediate(callback),
    setEpoch(epochNs) {
      epochMs = Number(epochNs) / NS_PER_MS - originMs;
    },
    toMonotonicMs: (timeNs) => timeNs / NS_PER_MS + epochMs + originMs,
    toWallMs: (timeNs) => timeNs / NS_PER_MS + epochMs + performance.timeOrigin,
  };
}

/** Now, in milliseconds of the clock that all threads share. Cheap: no BigInt once it is made. */
export function createMonotonicMs(): () => number {
  const originMs = monotonicOriginMs();
  return () => performance.now() + originMs;
}

/**
 * Where this thread's `performance.now()` is 0 on the clock that all threads share. Of several
 * readings the one with the narrowest bracket counts: a thread may lose its CPU between two calls.
 */
function monotonicOriginMs(): number {
  let narrowest = Number.POSITIVE_INFINITY;
  let originMs = 0;
  for (let reading = 0; reading < 32; reading += 1) {
    const before = process.hrtime.bigint();
    const nowMs = performance.now();
    const width = Number(process.hrtime.bigint() - before);
    if (width >= narrowest) continue;
    narrowest = width;
    originMs = (Number(before) + width / 2) / NS_PER_MS - nowMs;
  }
  return originMs;
}
