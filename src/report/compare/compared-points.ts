import { BenchError } from '../../contract/bench-error.ts';
import type { ResultDocument } from '../../contract/result-document.ts';
import type { ComparedRun } from './unlike-fields.ts';

/** Two results measured beside each other. */
export interface ResultPair {
  readonly a: ResultDocument;
  readonly b: ResultDocument;
}

/** One load with the runs of it, pair by pair. */
export interface ComparedPoint {
  readonly name: string;
  readonly a: readonly ComparedRun[];
  readonly b: readonly ComparedRun[];
}

export interface ComparedPoints {
  readonly points: readonly ComparedPoint[];
  /** Loads that not every result has. */
  readonly unmatched: string[];
}

/**
 * The loads that every result has, by name; where each has just one, these, whatever their names.
 * @throws BenchError 'usage' for a search, which has no load of its own, and where no load is common
 */
export function comparedPoints(pairs: readonly ResultPair[]): ComparedPoints {
  const documents = pairs.flatMap(({ a, b }) => [a, b]);
  for (const { id, search } of documents) if (search) throw searchIsNoLoad(id);
  const isSingle = documents.every(({ points }) => points.length === 1);
  const namesOf = ({ points }: ResultDocument) =>
    points.map(({ name }) => (isSingle ? (documents[0]?.points[0]?.name ?? name) : name));
  const all = [...new Set(documents.flatMap(namesOf))];
  const isCommon = (name: string) => documents.every((one) => namesOf(one).includes(name));
  const common = all.filter(isCommon);
  if (common.length === 0) throw nothingInCommon(all);
  const runOf = (document: ResultDocument, name: string): ComparedRun[] => {
    const point = document.points[namesOf(document).indexOf(name)];
    return point ? [{ document, point }] : [];
  };
  return {
    points: common.map((name) => ({
      name,
      a: pairs.flatMap(({ a }) => runOf(a, name)),
      b: pairs.flatMap(({ b }) => runOf(b, name)),
    })),
    unmatched: all.filter((name) => !isCommon(name)),
  };
}

function searchIsNoLoad(id: string): BenchError {
  return new BenchError('usage', `${id} is a search: it has no load that could be compared`, {
    hint: 'measure the rate that it found with bench run --qps, on both sides',
  });
}

function nothingInCommon(names: readonly string[]): BenchError {
  const measured = names.length > 0 ? `there are ${names.join(', ')}` : 'nothing was measured';
  return new BenchError('usage', `the results have no load in common: ${measured}`, {
    hint: 'compare runs of the same --qps, --concurrency or --sweep',
  });
}
