import { OUTCOMES, type OutcomeCode } from '../../contract/outcome.ts';
import type { Failure } from '../../contract/point.ts';
import { failureMessage, MAX_MESSAGE_LENGTH } from './failure-message.ts';

type Row = { -readonly [K in keyof Failure]: Failure[K] };

const MAX_ROWS = 50;
const OTHER_MESSAGES = 'other messages';

/** Counts failures by outcome and message. Bounded: a server that never repeats itself fills no memory. */
export class FailureTable {
  readonly #rows = new Map<string, Row>();
  /** Failures mostly come in runs of the same: the last one saves taking the message apart. */
  #last: { outcome: OutcomeCode; detail: string; row: Row } | undefined;

  add(outcome: OutcomeCode, detail: string, atNs: number): void {
    const row = this.#find(outcome, detail);
    if (row.count === 0 || atNs < row.firstNs) {
      row.firstNs = atNs;
      row.sample = detail.slice(0, MAX_MESSAGE_LENGTH);
    }
    row.lastNs = Math.max(row.lastNs, atNs);
    row.count += 1;
  }

  rows(): Failure[] {
    return [...this.#rows.values()].map((row) => ({ ...row }));
  }

  #find(outcome: OutcomeCode, detail: string): Row {
    const last = this.#last;
    if (last && last.outcome === outcome && last.detail === detail) return last.row;
    const row = this.#rowOf(OUTCOMES[outcome] ?? 'other', failureMessage(detail));
    this.#last = { outcome, detail, row };
    return row;
  }

  #rowOf(reason: string, message: string): Row {
    const known = this.#rows.get(`${reason} ${message}`);
    if (known) return known;
    if (this.#rows.size >= MAX_ROWS && message !== OTHER_MESSAGES) {
      return this.#rowOf(reason, OTHER_MESSAGES);
    }
    const row = { reason, message, count: 0, firstNs: 0, lastNs: 0, sample: '' };
    this.#rows.set(`${reason} ${message}`, row);
    return row;
  }
}
