import { BenchError, EXIT_CODE } from '../../contract/bench-error.ts';
import type { Comparison } from '../../contract/comparison.ts';
import type { ResultDocument } from '../../contract/result-document.ts';
import {
  type ComparisonRecord,
  compareResults,
  type Limits,
  tooShort,
} from '../../report/index.ts';
import type { Environment } from '../environment.ts';
import type { AbEvents, AbRequest } from './ab-request.ts';
import type { AbTargets } from './ab-targets.ts';
import { measureSide } from './measure-side.ts';
import { PairBook } from './pair-book.ts';
import { nextStep, type PairCounts, type PlannedPair } from './pair-plan.ts';
import { reloadBeforeRun } from './reload-before-run.ts';

type Side = keyof AbTargets;

/** How the measuring went, as far as it went. */
export interface Measured {
  readonly book: PairBook;
  readonly counts: PairCounts;
  /** All pairs are there; or too many were unsound; or neither: it was interrupted, or broke off. */
  readonly ending: 'whole' | 'lost' | 'cut-off';
}

/** What a session is given, checked. */
export interface SessionParts {
  readonly request: AbRequest;
  readonly limits: Limits;
  readonly record: ComparisonRecord;
  readonly counts: PairCounts;
  /** Asked after the first run: how many pairs it takes under the conditions that it found. */
  readonly pairsFor: (run: ResultDocument) => Promise<number>;
  /** Of pair 0; each has the one after. */
  readonly seed: number;
  readonly env: Environment;
  readonly events: AbEvents;
  /** After each whole pair: whoever is killed has left what there is. */
  readonly keep: (sofar: Measured) => Promise<void>;
}

const SEEDS = 2 ** 32;

/** Measures pair after pair, and keeps count of them. */
export class AbSession {
  readonly #parts: SessionParts;
  readonly #book: PairBook;
  #counts: PairCounts;
  #ending: Measured['ending'] = 'cut-off';

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.#counts = parts.counts;
    this.#book = new PairBook({ limits: parts.limits });
  }

  get measured(): Measured {
    return { book: this.#book, counts: this.#counts, ending: this.#ending };
  }

  /**
   * Until all pairs are there, too many are unsound, or the signal comes.
   * @throws BenchError for what keeps a run from being measured; what was measured before is in `measured`
   */
  async run(): Promise<void> {
    const { env, keep } = this.#parts;
    const verdict = () => this.#book.comparison(false)?.verdict ?? 'invalid';
    for (;;) {
      const step = nextStep(this.#book.done, this.#counts, verdict);
      if (step.kind !== 'measure') {
        this.#ending = step.kind;
        return;
      }
      await this.#measure(step.pair);
      if (env.signal.aborted) return;
      await keep(this.measured);
    }
  }

  async #measure(pair: PlannedPair): Promise<void> {
    const sides: Record<Side, ResultDocument | null> = { a: null, b: null };
    const { env } = this.#parts;
    try {
      for (const side of pair.order === 'AB' ? (['a', 'b'] as const) : (['b', 'a'] as const)) {
        if (!env.signal.aborted) await this.#side(pair, side, sides);
      }
    } catch (error) {
      const [why = ''] = (error as Error).message.split('\n');
      if (sides.a || sides.b) this.#book.addHalf(pair, sides, why);
      throw error;
    }
    if (env.signal.aborted) this.#book.addHalf(pair, sides, 'it was interrupted');
    else if (sides.a && sides.b) this.#whole(pair, sides.a, sides.b);
  }

  #whole(pair: PlannedPair, a: ResultDocument, b: ResultDocument): void {
    const { request, limits, events } = this.#parts;
    const why = this.#book.add(pair, a, b);
    const isFirst = this.#book.done.length === 1;
    const { isForced } = request;
    // What will be refused in the end is refused after one pair.
    if (isFirst) compareResults([a, b], { limits, isForced, isServerChosen: true });
    events.onPair?.(pair, this.#wanted(pair), this.#sofar(pair), why);
  }

  async #side(
    pair: PlannedPair,
    side: Side,
    sides: Record<Side, ResultDocument | null>,
  ): Promise<void> {
    const { request, limits, record, events, env, pairsFor } = this.#parts;
    const target = request.targets[side];
    const seed = (this.#parts.seed + pair.nth) % SEEDS;
    const config = { ...target.config, seed, reports: record.runsFolder };
    events.onRun?.(pair, this.#wanted(pair), side);
    if (request.isReloaded) await reloadBeforeRun(config, env);
    const title = `the server of ${side.toUpperCase()}`;
    const commandWith = (of: number) => request.commandOfRun(side, of);
    const { document, lost, unwritten } = await measureSide(target, title, config, {
      ...env,
      commandWith,
    });
    sides[side] = document;
    this.#book.runs.push(document);
    const trouble = lost ?? unwritten ?? noAnswer(document, target.name) ?? short(document, limits);
    if (trouble) throw trouble;
    const isFirst = this.#book.runs.length === 1 && document.status === 'complete';
    if (isFirst) this.#counts = { ...this.#counts, pairs: await pairsFor(document) };
  }

  #wanted({ role }: PlannedPair): number {
    const { pairs, confirm } = this.#counts;
    return role === 'confirmation' ? pairs + confirm : pairs;
  }

  #sofar({ role }: PlannedPair): Comparison | null {
    return this.#book.comparison(role === 'confirmation');
  }
}

/** More of the same would say no more. */
function noAnswer({ id, exitCode }: ResultDocument, name: string): BenchError | null {
  if (exitCode !== EXIT_CODE.loadFailed) return null;
  return new BenchError('load-failed', `not one good answer came from ${name}`, {
    hint: `see why in the result of that run, ${id}`,
  });
}

function short(document: ResultDocument, limits: Limits): BenchError | null {
  const why = document.status === 'complete' ? tooShort(document, limits) : null;
  if (why === null) return null;
  const [metric = ''] = why.split(' ');
  return new BenchError('usage', why, {
    hint: `measure longer with --duration, or leave it out with --limit ${metric}=off`,
  });
}
