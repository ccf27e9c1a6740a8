import type { LoadOutcome } from '../../contract/measurements.ts';
import { metricDefinition } from '../../contract/metric-definitions.ts';
import type { Outcome } from '../../contract/outcome.ts';
import type { ServerEvidence } from '../../contract/server-evidence.ts';
import { type CounterDeltas, seriesDelta } from './counter-deltas.ts';
import { evaluateMetric } from './evaluate-metric.ts';
import type { ServerReading } from './server-reading.ts';

/** The server answered these with success; it was we who did not like the answer. */
const SERVED_ALL_THE_SAME: readonly string[] = [
  'wrong-answer',
  'malformed-answer',
] satisfies Outcome[];

/** What one load did to the server's counters; null where a source told nothing. */
export interface CountedByServer {
  readonly page: CounterDeltas | null;
  readonly statistics: CounterDeltas | null;
  readonly batchesBefore: ServerReading['batches'];
  readonly batchesAfter: ServerReading['batches'];
}

/**
 * What was counted, and what we saw ourselves → evidence; null when neither source tells anything.
 * Counts come from the metrics page, means from the statistics API where there is one (nanoseconds):
 * only the page was read all along, so after a restart the means are its, too.
 */
export function serverEvidence(
  { page, statistics, batchesBefore, batchesAfter }: CountedByServer,
  outcome: LoadOutcome,
): ServerEvidence | null {
  const restarted = (page?.restarted ?? false) || (statistics?.restarted ?? false);
  const counted = (id: string) => evaluated(id, page) ?? evaluated(id, statistics);
  const mean = (id: string) =>
    restarted ? counted(id) : (evaluated(id, statistics) ?? evaluated(id, page));
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
    batchSizes: batchSizes(batchesBefore, batchesAfter),
    restarted,
    expectedRequests: expectedRequests(outcome),
  };
}

function evaluated(id: string, deltas: CounterDeltas | null): number | null {
  return deltas && evaluateMetric(metricDefinition(id), deltas.totals);
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
