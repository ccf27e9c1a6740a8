import { NS_PER_MS } from '../../contract/units.ts';
import type { Clock, Timer } from './clock.ts';

/** Calls back once, at `atNs` or later, never earlier: a timer that fires early is set again. */
export function startAlarm(clock: Clock, atNs: number, callback: () => void): Timer {
  let timer: Timer;
  const ring = () => {
    const leftNs = atNs - clock.nowNs();
    if (leftNs <= 0) callback();
    else timer = clock.startTimer(Math.ceil(leftNs / NS_PER_MS), ring);
  };
  timer = clock.startTimer(Math.max(0, Math.ceil((atNs - clock.nowNs()) / NS_PER_MS)), ring);
  return { cancel: () => timer.cancel() };
}
