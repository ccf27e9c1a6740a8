import type { LoadOutcome } from '../../../../src/contract/measurements.ts';
import type { ServerEvidence } from '../../../../src/contract/server-evidence.ts';
import { buildLoadOutcome } from '../../../../src/load/stats/build-load-outcome.ts';
import { mergeReports } from '../../../../src/load/stats/merge-reports.ts';
import { factsOf, type RunFacts } from '../../../../src/load/stats/verdict/run-facts.ts';
import { aShardPlan, MS } from './a-shard-plan.ts';
import { type Fate, playLoad } from './play-load.ts';

export const CPU = { cpuShare: 0.2, stealShare: 0.001 };

/** A request due `i` hundredths of a second after the start, answered in 5 ms. */
export const aFate = (i: number, changes: Partial<Fate> = {}): Fate => ({
  ...{ dueNs: i * 10 * MS, latenessNs: 0, waitedNs: 0, serviceNs: 5 * MS, ending: 'ok' },
  ...{ detail: '', ...changes },
});

/** 100 requests a second over 5 s of warm-up and 30 s measured; `change` spoils some. */
export const fates = (change: (i: number) => Partial<Fate> = () => ({})): Fate[] =>
  Array.from({ length: 3500 }, (_, i) => aFate(i, change(i)));

/** Every `n`-th request of the measured phase is changed. */
export const everyNth = (n: number, change: Partial<Fate>) => (i: number) =>
  i >= 500 && i % n === 0 ? change : {};

/** One shard for each list of requests. */
export function outcomeOf(...shards: readonly Fate[][]): LoadOutcome {
  const merged = mergeReports(shards.map((list, shard) => playLoad(list, { shard })));
  return buildLoadOutcome({ name: 'qps 100', plan: aShardPlan(), merged, cpu: CPU });
}

/** What a server says that served all 3,500 requests of `fates()`. */
export const SERVER: ServerEvidence = {
  ...{ requests: 3500, failures: 0, inferences: 3500, executions: 3500 },
  ...{ meanRequestNs: null, meanQueueNs: null, meanComputeInputNs: null },
  ...{ meanComputeInferNs: null, meanComputeOutputNs: null, batchSizes: [] },
  ...{ restarted: false, expectedRequests: 3500 },
};

const HEALTHY = outcomeOf(fates());

/** A healthy load, with some of what was measured replaced. */
export function aLoadOutcome(changes: Partial<LoadOutcome> = {}): LoadOutcome {
  return { ...HEALTHY, ...changes };
}

export function someFacts(
  changes: Partial<LoadOutcome> = {},
  server = SERVER as ServerEvidence | null,
): RunFacts {
  return factsOf(aLoadOutcome(changes), server);
}
