import { grouped } from '../contract/grouped.ts';
import type { Interval, Workload } from '../contract/point.ts';

/** "open loop, 200 requests/s, poisson, http, seed 42"; not escaped. */
export function describeLoad(w: Workload): string {
  const shape =
    w.ratePerSecond === null
      ? `closed loop, ${w.concurrency} in flight`
      : `open loop, ${describeRate(w)}`;
  return `${shape}, ${w.protocol}, seed ${w.seed}`;
}

function describeRate({ ratePerSecond, arrivals, stages, trace }: Workload): string {
  if (trace) return `trace ${trace.file}, ${grouped(String(trace.arrivals))} arrivals`;
  return `${stages ? `stages ${stages}` : `${ratePerSecond} requests/s`}, ${arrivals}`;
}

/** Answers that come after the last due time are waited for, but nothing more is sent. */
export function describeTime({ phase, second }: Interval, lengthMs: number | null): string {
  const now = `${phase === 'warmup' ? 'warm-up' : 'measuring'} ${second + 1} s`;
  if (lengthMs === null) return now;
  if (second * 1000 >= lengthMs) return 'waiting for the last answers';
  return `${now} of ${Math.round(lengthMs / 1000)} s`;
}
