import type { Comparison } from '../../contract/comparison.ts';
import type { MeasuredPair } from '../../contract/comparison-document.ts';
import type { ResultDocument } from '../../contract/result-document.ts';
import { type CompareOptions, compareResults, unsoundness } from '../../report/index.ts';
import type { DonePair, PlannedPair } from './pair-plan.ts';

interface BookedPair extends PlannedPair {
  readonly a: ResultDocument | null;
  readonly b: ResultDocument | null;
  /** Why nothing may rest on it; null when all may. */
  readonly why: string | null;
}

const ASKED_FOR_MORE = 'it asked for the confirmation, which is judged in its place';
const NOT_CONFIRMED = 'the confirmation did not come to its end';

/** What was measured so far, pair by pair. */
export class PairBook {
  /** In the order they were measured. */
  readonly runs: ResultDocument[] = [];
  readonly #pairs: BookedPair[] = [];
  readonly #options: Pick<CompareOptions, 'limits'>;

  constructor(options: Pick<CompareOptions, 'limits'>) {
    this.#options = options;
  }

  get done(): DonePair[] {
    return this.#pairs.map(({ order, role, why }) => ({ order, role, isUnsound: why !== null }));
  }

  /** Both sides were measured. Gives why nothing may rest on the pair. */
  add(pair: PlannedPair, a: ResultDocument, b: ResultDocument): string | null {
    const why = unsoundness(a, b);
    this.#pairs.push({ ...pair, a, b, why });
    return why;
  }

  /** A pair of which a side, or both, were not measured any more. */
  addHalf(pair: PlannedPair, sides: Pick<BookedPair, 'a' | 'b'>, why: string): void {
    this.#pairs.push({ ...pair, ...sides, why });
  }

  /** Of the sound pairs of the confirmation, or of all before it; whatever they differ in. Null: there is none. */
  comparison(ofConfirmation: boolean): Comparison | null {
    const results = this.#pairs
      .filter(({ role, why }) => why === null && (role === 'confirmation') === ofConfirmation)
      .flatMap(({ a, b }) => (a && b ? [a, b] : []));
    if (results.length === 0) return null;
    return compareResults(results, { ...this.#options, isForced: true, isServerChosen: true });
  }

  /** As the document has them. */
  measured(ofConfirmation: boolean): MeasuredPair[] {
    return this.#pairs.map(({ order, role, a, b, why }) => {
      const isLeftOut = (role === 'confirmation') !== ofConfirmation;
      const doubt = why ?? (isLeftOut ? (ofConfirmation ? ASKED_FOR_MORE : NOT_CONFIRMED) : null);
      return {
        ...{ order, role, a: a?.id ?? null, b: b?.id ?? null },
        ...{ judged: doubt === null, why: doubt },
      };
    });
  }
}
