import type { Slot } from '../engines/engine.ts';
import { failureMessage, MAX_MESSAGE_LENGTH } from '../stats/failure-message.ts';
import { TEXT_NOT_KEPT } from './sample-layout.ts';
import { CONTROL, type SampleRing } from './sample-ring.ts';

/**
 * Numbers the words of failures, as the table of failures tells them apart: by outcome, and without ids
 * and numbers. Kept are the words of the first of each. Bounded, whatever a server says.
 */
export class TextWriter {
  readonly #ring: SampleRing;
  readonly #numbers = new Map<string, number>();
  /** Failures mostly come in runs of the same. */
  #lastOutcome = -1;
  #lastDetail = '';
  #lastNumber = 0;

  constructor(ring: SampleRing) {
    this.#ring = ring;
  }

  numberOf({ outcome, detail }: Slot): number {
    if (detail === '') return 0;
    if (outcome === this.#lastOutcome && detail === this.#lastDetail) return this.#lastNumber;
    const key = `${outcome} ${failureMessage(detail)}`;
    const number = this.#numbers.get(key) ?? this.#add(key, detail);
    this.#lastOutcome = outcome;
    this.#lastDetail = detail;
    this.#lastNumber = number;
    return number;
  }

  #add(key: string, detail: string): number {
    const { control, texts } = this.#ring;
    const line = Buffer.from(`${JSON.stringify(detail.slice(0, MAX_MESSAGE_LENGTH))}\n`);
    const at = Atomics.load(control, CONTROL.textBytes);
    const number = this.#numbers.size + 1;
    if (number >= TEXT_NOT_KEPT || at + line.length > texts.length) return TEXT_NOT_KEPT;
    texts.set(line, at);
    Atomics.store(control, CONTROL.textBytes, at + line.length);
    this.#numbers.set(key, number);
    return number;
  }
}
