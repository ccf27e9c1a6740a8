import type { ComparisonDocument } from '../../contract/comparison-document.ts';
import { pointNameOf } from '../../contract/point-name.ts';
import { verdictCell } from '../compare/comparison-words.ts';
import type { RunSummary } from './run-summary.ts';

/** A comparison in one line, beside runs. It has no latency of its own: two sides have one each. */
export function summaryOfComparison(
  document: ComparisonDocument,
  { id, folder }: Pick<RunSummary, 'id' | 'folder'>,
): RunSummary {
  const { status, startedAt, labels, origin, runs, comparison, verdict } = document;
  const workload = runs[0]?.points[0]?.workload;
  const pairs = comparison?.pairs.length ?? 0;
  const load = workload ? ` at ${pointNameOf(workload)}` : '';
  return {
    ...{ id, folder, status, startedAt, labels },
    model: workload?.modelName ?? null,
    load: `${origin}: ${pairs} ${pairs === 1 ? 'pair' : 'pairs'}${load}`,
    ...{ p50Ns: null, p99Ns: null },
    verdict: verdictCell(verdict).text,
  };
}
