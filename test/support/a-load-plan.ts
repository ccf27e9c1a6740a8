import type { Workload } from '../../src/contract/point.ts';
import type { LoadPlan } from '../../src/load/load-plan.ts';

const WORKLOAD: Workload = {
  model: 'open',
  arrivals: 'constant',
  ratePerSecond: 200,
  concurrency: null,
  maxInFlight: 1000,
  timeoutNs: 5e9,
  seed: 1,
  protocol: 'http',
  engine: 'null',
  pacing: 'precise',
  workers: 1,
  connections: 1,
  modelName: 'model',
  modelVersion: null,
  batchSize: 1,
  tensorFormat: 'binary',
  payload: { source: 'random', distinct: 10, bytesPerRequest: 10, sha256: '' },
};

/** An open loop of `ratePerSecond` for `warmupS` and `measuredS`; whatever else is asked for. */
export function aLoadPlan({
  warmupS = 1,
  measuredS = 10,
  drainS = 5,
  ...workload
}: Partial<Workload> & { warmupS?: number; measuredS?: number; drainS?: number } = {}): LoadPlan {
  const rate = workload.ratePerSecond ?? WORKLOAD.ratePerSecond ?? 0;
  const isOpen = (workload.model ?? WORKLOAD.model) === 'open';
  const phase = (name: 'warmup' | 'measured', startS: number, durationS: number) => ({
    name,
    startNs: startS * 1e9,
    durationNs: durationS * 1e9,
    requests: isOpen ? Math.round(rate * durationS) : null,
  });
  return {
    workload: { ...WORKLOAD, ...workload },
    phases: [phase('warmup', 0, warmupS), phase('measured', warmupS, measuredS)],
    drainNs: drainS * 1e9,
    percentiles: [50, 90, 99],
  };
}
