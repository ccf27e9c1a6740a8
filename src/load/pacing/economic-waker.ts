import { NS_PER_MS } from '../../contract/units.ts';
import type { Clock, Timer } from './clock.ts';
import type { Waker } from './waker.ts';

/** Timers alone: no busy waiting and no second thread, for a lateness of up to a millisecond or two. */
export function createEconomicWaker(clock: Clock): Waker {
  let timer: Timer | undefined;
  return {
    spunNs: 0,
    wakeAt(dueNs, callback) {
      timer?.cancel();
      timer = clock.startTimer(Math.ceil((dueNs - clock.nowNs()) / NS_PER_MS), callback);
    },
    stop: () => timer?.cancel(),
  };
}
