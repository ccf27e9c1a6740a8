import type { LoadOutcome } from '../../contract/measurements.ts';
import { metricDefinition } from '../../contract/metric-definitions.ts';
import type { Outcome } from '../../contract/outcome.ts';
import type { ServerEvidence } from '../../contract/point.ts';
import { type CounterDeltas, counterDeltas, seriesDelta } from './counter-deltas.ts';
import { evaluateMetric } from './evaluate-metric.ts';
import type { ServerReading } from './server-reading.ts';

/** The server answered these with success; it was we who did not like the answer. */
const SERVED_ALL_THE_SAME: readonly string[] = [
  'wrong-answer',
  'malformed-answer',
] satisfies Outcome[];

/**
 * Two readings and what we saw in between → evidence; null when neither source tells anything.
 * Counts come from the metrics page, means from the statistics API where there is one (nanoseconds).
 */
export function serverEvidence(
  before: ServerReading,
  after: ServerReading,
  outcome: LoadOutcome,
): ServerEvidence | null {
  const page = deltas(before.page, after.page);
  const statistics = deltas(before.statistics, after.statistics);
  const counted = (id: string) => evaluated(id, page) ?? evaluated(id, statistics);
  const mean = (id: string) => evaluated(id, statistics) ?? evaluated(id, page);
  const requests = counted('server.requests');
  if (requests === null) return null;
  return {
    requests,
    failures: counted('server.failures'),
    inferences: counted('server.inferences'),
    executions: counted('server.executions'),
    meanRequestNs: mean('server.request'),
    meanQueueNs: mean('server.queue'),
    meanComputeInputNs: mean('server.compute-input'),
    meanComputeInferNs: mean('server.compute-infer'),
    meanComputeOutputNs: mean('server.compute-output'),
    batchSizes: batchSizes(before.batches, after.batches),
    restarted: page.restarted || statistics.restarted,
    expectedRequests: expectedRequests(outcome),
  };
}

const UNKNOWN: CounterDeltas = { totals: new Map(), restarted: false };

function deltas(before: ServerReading['page'], after: ServerReading['page']): CounterDeltas {
  return before && after ? counterDeltas(before, after) : UNKNOWN;
}

function evaluated(id: string, { totals }: CounterDeltas): number | null {
  return evaluateMetric(metricDefinition(id), totals);
}

/** All versions of the model together, smallest batch first. */
function batchSizes(
  before: ServerReading['batches'],
  after: ServerReading['batches'],
): ServerEvidence['batchSizes'] {
  const executions = new Map<number, number>();
  for (const [key, now] of after) {
    const then = before.get(key);
    const { total } = seriesDelta(
      then === undefined ? new Map() : new Map([[key, then]]),
      new Map([[key, now]]),
    );
    const batchSize = Number(key.split('/')[1]);
    if (total > 0) executions.set(batchSize, (executions.get(batchSize) ?? 0) + total);
  }
  return [...executions]
    .map(([batchSize, count]) => ({ batchSize, executions: count }))
    .sort((a, b) => a.batchSize - b.batchSize);
}

function expectedRequests({ phases, failures }: LoadOutcome): number {
  const seen = phases.reduce(
    (sum, { counters }) => sum + counters.completed + counters.timedOut,
    0,
  );
  return failures
    .filter(({ reason }) => SERVED_ALL_THE_SAME.includes(reason))
    .reduce((sum, { count }) => sum + count, seen);
}
