import type { Point } from '../../contract/point.ts';
import type { ServerEvidence } from '../../contract/server-evidence.ts';
import { share, time } from '../render/quantity.ts';
import { leftColumn, rightColumn, type Table } from './table.ts';

/** One part of the mean response time. */
export interface TimePart {
  readonly id: string;
  readonly title: string;
  readonly meanNs: number;
}

type Means = {
  [K in keyof ServerEvidence]: ServerEvidence[K] extends number | null ? number : never;
};

/**
 * Mean response time, cut where it was spent:
 * lateness + queueing + (network, client and the server's front end) + what the server says of
 * itself. Means only: a server's counters hold sums, no percentiles. null when a part is not known,
 * or when the server's sum is above our service time (then the two did not see the same requests).
 */
export function whereTimeGoes(point: Point): readonly TimePart[] | null {
  const { lateness, queueing, service } = point.latency;
  const server = knownMeans(point.server);
  if (lateness.meanNs === null || queueing.meanNs === null || service.meanNs === null) return null;
  if (server === null || point.latency.response.censored > 0) return null;
  const { meanQueueNs, meanComputeInputNs, meanComputeInferNs, meanComputeOutputNs } = server;
  const inside = meanQueueNs + meanComputeInputNs + meanComputeInferNs + meanComputeOutputNs;
  const between = service.meanNs - inside;
  if (between < 0) return null;
  return [
    { id: 'lateness', title: 'Lateness of the generator', meanNs: lateness.meanNs },
    { id: 'queueing', title: 'Queueing for a free slot', meanNs: queueing.meanNs },
    { id: 'between', title: 'Network, client and front end', meanNs: between },
    { id: 'server-queue', title: 'Server: queue', meanNs: meanQueueNs },
    { id: 'compute-input', title: 'Server: compute input', meanNs: meanComputeInputNs },
    { id: 'compute-infer', title: 'Server: compute infer', meanNs: meanComputeInferNs },
    { id: 'compute-output', title: 'Server: compute output', meanNs: meanComputeOutputNs },
  ];
}

function knownMeans(server: ServerEvidence | null): Means | null {
  if (server === null || server.restarted) return null;
  const { meanQueueNs, meanComputeInputNs, meanComputeInferNs, meanComputeOutputNs } = server;
  const means = [meanQueueNs, meanComputeInputNs, meanComputeInferNs, meanComputeOutputNs];
  return means.some((mean) => mean === null) ? null : (server as Means);
}

export function timePartsTable(parts: readonly TimePart[]): Table {
  const totalNs = parts.reduce((sum, { meanNs }) => sum + meanNs, 0);
  return {
    caption: 'Mean response time, part by part',
    columns: [leftColumn('part'), rightColumn('mean'), rightColumn('share')],
    rows: [
      ...parts.map(({ title, meanNs }) => [title, time(meanNs), share(meanNs / (totalNs || 1))]),
      ['Response time', time(totalNs), share(1)],
    ],
    footnotes: ['Means: a server’s counters hold sums, so they tell nothing of its percentiles.'],
  };
}
