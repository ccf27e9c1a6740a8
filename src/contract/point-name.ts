import type { Workload } from './point.ts';

type NamedBy = Pick<Workload, 'ratePerSecond' | 'concurrency' | 'stages' | 'trace'>;

/** A point as a user would write its load: "qps=200", "concurrency=8", "stages=0-200/30s". */
export function pointNameOf({ ratePerSecond, concurrency, stages, trace }: NamedBy): string {
  if (stages) return `stages=${stages}`;
  if (trace) return `trace=${trace.file}`;
  return ratePerSecond === null ? `concurrency=${concurrency}` : `qps=${ratePerSecond}`;
}
