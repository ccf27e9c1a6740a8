import { PerformanceObserver, performance } from 'node:perf_hooks';
import { NS_PER_MS } from '../../contract/units.ts';
import type { LoopVitals } from './loop-vitals.ts';

/** This thread's loop: event-loop utilisation, and garbage collection as it is reported. */
export function createRealLoopVitals(): LoopVitals {
  let gcPauseMs = 0;
  const add = (pauses: readonly { readonly duration: number }[]) => {
    for (const { duration } of pauses) gcPauseMs += duration;
  };
  const observer = new PerformanceObserver((list) => add(list.getEntries()));
  observer.observe({ entryTypes: ['gc'] });
  return {
    activeNs: () => performance.eventLoopUtilization().active * NS_PER_MS,
    gcPauseNs() {
      add(observer.takeRecords());
      return Math.round(gcPauseMs * NS_PER_MS);
    },
    stop: () => observer.disconnect(),
  };
}
