import { OUTCOME_CODE, type OutcomeCode } from '../../contract/outcome.ts';
import type { Random } from '../pacing/random.ts';

/** From and to, in nanoseconds since the load's epoch; `toNs` itself lies outside. */
export interface Span {
  readonly fromNs: number;
  readonly toNs: number;
}

/** What a server is like: times in nanoseconds, spans in order and apart from one another. */
export interface ServerNature {
  /** Requests worked on at once; the others wait in one line. */
  readonly places: number;
  /** What the next request will take, alone; `startNs`: when its turn comes. */
  readonly serviceNs: (startNs: number) => number;
  /** Nothing is worked on meanwhile, and nothing is lost. */
  readonly pauses?: readonly Span[];
  /** What is inside is lost when it goes down; what comes meanwhile is refused. */
  readonly restarts?: readonly Span[];
  /** Requests that end badly, by outcome; 'timed-out': they are never answered. */
  readonly failureShares?: Readonly<Partial<Record<'timed-out' | FailedAnswer, number>>>;
  /** Good answers that the server leaves out of its own count. */
  readonly uncounted?: number;
}

type FailedAnswer = 'wrong-answer' | 'http-5xx' | 'closed-mid-answer' | 'malformed-answer';

/** What becomes of a request, as the client will see it. `atNs` Infinity: nothing ever does. */
export interface Fate {
  readonly atNs: number;
  readonly outcome: OutcomeCode;
}

/** How long it takes to hear that nobody listens. */
const REFUSAL_NS = 50_000;

/**
 * A server with one line and some places, first come, first served. It is worked out, not run: when
 * a request comes in, its end is known, since nothing that comes later can change it.
 */
export class SimulatedServer {
  /** Answers it gave and counted, whether or not anybody still waited for them. */
  get counted(): number {
    return Math.max(0, this.#answered - (this.#nature.uncounted ?? 0));
  }

  readonly #nature: ServerNature;
  readonly #random: Random;
  readonly #freeNs: number[];
  #answered = 0;
  #restarted = 0;

  constructor(nature: ServerNature, random: Random) {
    this.#nature = nature;
    this.#random = random;
    this.#freeNs = new Array<number>(nature.places).fill(0);
  }

  /** Requests come in in the order of time. */
  takeIn(nowNs: number): Fate {
    const { restarts = [], serviceNs } = this.#nature;
    this.#forget(nowNs);
    const down = restarts[this.#restarted];
    if (down && nowNs >= down.fromNs) {
      return { atNs: nowNs + REFUSAL_NS, outcome: OUTCOME_CODE.refused };
    }
    const place = this.#firstFree();
    const startNs = Math.max(nowNs, this.#freeNs[place] ?? 0);
    const endNs = this.#endOf(startNs, serviceNs(startNs));
    this.#freeNs[place] = endNs;
    if (down && endNs > down.fromNs) return { atNs: down.fromNs, outcome: OUTCOME_CODE.reset };
    return this.#answer(endNs);
  }

  #answer(atNs: number): Fate {
    const ending = this.#drawEnding();
    if (ending === 'timed-out') return { atNs: Number.POSITIVE_INFINITY, outcome: OUTCOME_CODE.ok };
    if (ending === 'ok' || ending === 'wrong-answer') this.#answered += 1;
    return { atNs, outcome: OUTCOME_CODE[ending] };
  }

  #drawEnding(): 'ok' | 'timed-out' | FailedAnswer {
    const shares = Object.entries(this.#nature.failureShares ?? {});
    if (shares.length === 0) return 'ok';
    let left = this.#random();
    for (const [ending, share] of shares) {
      left -= share;
      if (left <= 0) return ending as 'timed-out' | FailedAnswer;
    }
    return 'ok';
  }

  #firstFree(): number {
    let first = 0;
    for (let place = 1; place < this.#freeNs.length; place += 1) {
      if ((this.#freeNs[place] as number) < (this.#freeNs[first] as number)) first = place;
    }
    return first;
  }

  /** After a restart the line is empty. */
  #forget(nowNs: number): void {
    for (;;) {
      const next = this.#nature.restarts?.[this.#restarted];
      if (!next || nowNs < next.toNs) return;
      this.#freeNs.fill(next.toNs);
      this.#restarted += 1;
    }
  }

  /** When work begun at `startNs` is done: it stands still in every pause. */
  #endOf(startNs: number, workNs: number): number {
    let atNs = startNs;
    let leftNs = workNs;
    for (const { fromNs, toNs } of this.#nature.pauses ?? []) {
      if (toNs <= atNs) continue;
      if (atNs + leftNs <= fromNs) break;
      leftNs -= Math.max(0, fromNs - atNs);
      atNs = toNs;
    }
    return atNs + leftNs;
  }
}
