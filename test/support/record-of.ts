import assert from 'node:assert/strict';
import type { ResultDocument } from '../../src/contract/result-document.ts';
import type { openResultStore, RunRecord } from '../../src/report/index.ts';

type Store = Awaited<ReturnType<typeof openResultStore>>;

/** A record as the run that ended in `doc` would have begun it. */
export function recordOf(
  store: Store,
  doc: ResultDocument,
  warn: (message: string) => void = assert.fail,
): Promise<RunRecord> {
  const { tool, startedAt, command, labels, config, environment, target, points } = doc;
  const head = {
    ...{ toolVersion: tool.version, startedAtEpochMs: Date.parse(startedAt) },
    ...{ command, labels, config, environment, target },
  };
  const workload = points[0]?.workload ?? assert.fail('a result without a point');
  return store.begin(head, workload, warn);
}
