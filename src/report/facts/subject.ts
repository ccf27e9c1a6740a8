import type { Phase, Point, Workload } from '../../contract/point.ts';
import { NS_PER_MS } from '../../contract/units.ts';
import { count, exactRate, exactTime } from '../render/quantity.ts';
import { measuredPhase } from './measured-phase.ts';

const PROTOCOL = { http: 'HTTP', grpc: 'gRPC' } as const;

/** "open loop, 200/s offered, Poisson arrivals", "open loop, trace …" or "closed loop, 8 in flight". */
export function loadInWords(workload: Workload): string {
  const { ratePerSecond, concurrency, arrivals, stages, trace } = workload;
  if (workload.model === 'closed' || ratePerSecond === null) {
    return `closed loop, ${count(concurrency ?? workload.maxInFlight)} in flight`;
  }
  if (trace) return `open loop, trace ${trace.file}, ${count(trace.arrivals)} recorded arrivals`;
  const spacing = arrivals === 'poisson' ? 'Poisson' : 'constant';
  const load = stages ? `stages ${stages}` : `${exactRate(ratePerSecond)} offered`;
  return `open loop, ${load}, ${spacing} arrivals`;
}

/** Phases are as long as they were asked to be, give or take less than a millisecond. */
function phaseLength({ durationNs }: Phase): string {
  return exactTime(Math.round(durationNs / NS_PER_MS) * NS_PER_MS);
}

/** What was measured, in one line: protocol, load, length. The model's name is not in it. */
export function subject(point: Pick<Point, 'phases' | 'workload'>): string {
  const { protocol, batchSize } = point.workload;
  const warmup = point.phases.find(({ name }) => name === 'warmup');
  const batch = batchSize === 1 ? '' : `, batch ${count(batchSize)}`;
  const after = warmup && warmup.durationNs > 0 ? ` after ${phaseLength(warmup)} warm-up` : '';
  const length = `${phaseLength(measuredPhase(point))} measured${after}`;
  return `${PROTOCOL[protocol]}${batch} · ${loadInWords(point.workload)} · ${length}`;
}
