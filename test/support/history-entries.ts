import type { ResultDocument } from '../../src/contract/result-document.ts';
import { aResult, type RunShape } from './a-result.ts';

/** The result of night `night`: one a day, each with an id of its own. */
export function nightly(night: number, shape: RunShape = {}): ResultDocument {
  const day = new Date(Date.UTC(2026, 0, 1 + night, 2)).toISOString();
  const stamp = day.replace(/[-:]|\..*$/g, '').replace('T', '-');
  return {
    ...aResult({ seconds: 10, warmupSeconds: 0, ...shape }),
    id: `${stamp}-mnist_mlp-100qps-a1b2`,
    startedAt: day,
    finishedAt: day,
  };
}
