import type { ComparisonDocument } from '../../contract/comparison-document.ts';
import type { ResultDocument } from '../../contract/result-document.ts';
import { loadOfRun, type PairOfRuns, pairsInTime } from './pairs-in-time.ts';
import { runMetrics } from './run-metrics.ts';

/** What one pair says of one metric. */
export interface PairRatio extends PairOfRuns {
  /** B/A; null where one of them has no value above 0. */
  readonly ratio: number | null;
}

const PERCENT = /p(\d+(?:\.\d+)?)$/;

/** One metric of one load, pair by pair, judged or not. */
export function pairRatios(document: ComparisonDocument, load: string, id: string): PairRatio[] {
  const percent = Number(PERCENT.exec(id)?.[1] ?? 50);
  const valueIn = (run: ResultDocument | null) => {
    const point = run && loadOfRun(run, load);
    const found = point && runMetrics(point, [percent]).find((metric) => metric.id === id);
    return found?.value ?? null;
  };
  return pairsInTime(document).map((pair) => {
    const [a, b] = [valueIn(pair.a), valueIn(pair.b)];
    return { ...pair, ratio: a !== null && b !== null && a > 0 && b > 0 ? b / a : null };
  });
}
