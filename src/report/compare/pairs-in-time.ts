import type { ComparisonDocument, MeasuredPair } from '../../contract/comparison-document.ts';
import type { Point } from '../../contract/point.ts';
import type { ResultDocument } from '../../contract/result-document.ts';

/** A pair with its runs. */
export interface PairOfRuns {
  /** From 1, in the order in which they were measured. */
  readonly number: number;
  readonly pair: MeasuredPair;
  readonly a: ResultDocument | null;
  readonly b: ResultDocument | null;
}

/** The pairs of a comparison in the order in which they were measured. */
export function pairsInTime({ pairs, runs }: ComparisonDocument): PairOfRuns[] {
  const placeOf = (id: string | null) => {
    const place = runs.findIndex((run) => run.id === id);
    return place === -1 ? Number.POSITIVE_INFINITY : place;
  };
  const begun = ({ a, b }: MeasuredPair) => Math.min(placeOf(a), placeOf(b));
  const runOf = (id: string | null) => runs.find((run) => run.id === id) ?? null;
  return pairs
    .map((pair, index) => ({ pair, index, begun: begun(pair) }))
    .sort((x, y) => (x.begun === y.begun ? x.index - y.index : x.begun - y.begun))
    .map(({ pair }, index) => ({ number: index + 1, pair, a: runOf(pair.a), b: runOf(pair.b) }));
}

/** The load of a run that a comparison calls `name`: the only one, or the one of that name. */
export function loadOfRun({ points }: ResultDocument, name: string): Point | undefined {
  return points.length === 1 ? points[0] : points.find((point) => point.name === name);
}
