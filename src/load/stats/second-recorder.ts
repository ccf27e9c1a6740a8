import { type Ending, endingOf, OUTCOME_CODE, OUTCOMES } from '../../contract/outcome.ts';
import type { Interval } from '../../contract/point.ts';
import type { Slot } from '../engines/engine.ts';
import { encodeHistogram } from './histogram-codec.ts';
import { LatencyHistogram } from './latency-histogram.ts';

/** What only the shard knows about a second, at the moment it closes it. */
export interface SecondFacts {
  /** Sent and unanswered. */
  readonly inFlight: number;
  /** Due and unsent. */
  readonly waiting: number;
  /** Longest standstill of the loop within the second. */
  readonly stallNs: number;
}

/** Counts endings in the second they came in; emptied every second. `end` is on the hot path. */
export class SecondRecorder {
  readonly #response = new LatencyHistogram();
  readonly #service = new LatencyHistogram();
  /** By code. */
  readonly #outcomes = new Uint32Array(OUTCOMES.length);
  #endedSent = 0;
  #sentBefore = 0;

  end(slot: Slot): void {
    if (slot.sentNs >= 0) this.#endedSent += 1;
    const { outcome } = slot;
    this.#outcomes[outcome] = (this.#outcomes[outcome] as number) + 1;
    if (outcome !== OUTCOME_CODE.ok && outcome !== OUTCOME_CODE['timed-out']) return;
    this.#response.record(slot.doneNs - slot.dueNs);
    this.#service.record(slot.doneNs - slot.sentNs);
  }

  /** A request that no engine ended. */
  unsent(): void {
    const code = OUTCOME_CODE.unsent;
    this.#outcomes[code] = (this.#outcomes[code] as number) + 1;
  }

  /** Requests that ended since the last `close`, by the code of their outcome. */
  outcomes(): readonly number[] {
    return [...this.#outcomes];
  }

  /** Encodes what came since the last call, and starts anew. */
  close(head: Pick<Interval, 'second' | 'phase' | 'due'>, facts: SecondFacts): Interval {
    // Everything ever sent has either ended or is in flight: no stamp has to be looked at.
    const sentSoFar = this.#endedSent + facts.inFlight;
    const interval = {
      ...head,
      sent: Math.max(0, sentSoFar - this.#sentBefore),
      completed: this.#count('completed'),
      failed: this.#count('failed'),
      timedOut: this.#count('timedOut'),
      inFlight: facts.inFlight,
      waiting: facts.waiting,
      stallNs: facts.stallNs,
      response: encodeHistogram(this.#response),
      service: encodeHistogram(this.#service),
    };
    this.#sentBefore = sentSoFar;
    this.#outcomes.fill(0);
    this.#response.reset();
    this.#service.reset();
    return interval;
  }

  #count(ending: Ending): number {
    return this.#outcomes.reduce(
      (sum, count, code) => (endingOf(code) === ending ? sum + count : sum),
      0,
    );
  }
}
