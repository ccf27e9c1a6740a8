import { endingOf } from '../../contract/outcome.ts';
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
  #completed = 0;
  #failed = 0;
  #timedOut = 0;
  #endedSent = 0;
  #sentBefore = 0;

  end(slot: Slot): void {
    if (slot.sentNs >= 0) this.#endedSent += 1;
    const ending = endingOf(slot.outcome);
    if (ending === 'failed') this.#failed += 1;
    if (ending !== 'completed' && ending !== 'timedOut') return;
    if (ending === 'completed') this.#completed += 1;
    else this.#timedOut += 1;
    this.#response.record(slot.doneNs - slot.dueNs);
    this.#service.record(slot.doneNs - slot.sentNs);
  }

  /** Encodes what came since the last call, and starts anew. */
  close(head: Pick<Interval, 'second' | 'phase' | 'due'>, facts: SecondFacts): Interval {
    // Everything ever sent has either ended or is in flight: no stamp has to be looked at.
    const sentSoFar = this.#endedSent + facts.inFlight;
    const interval = {
      ...head,
      sent: Math.max(0, sentSoFar - this.#sentBefore),
      completed: this.#completed,
      failed: this.#failed,
      timedOut: this.#timedOut,
      inFlight: facts.inFlight,
      waiting: facts.waiting,
      stallNs: facts.stallNs,
      response: encodeHistogram(this.#response),
      service: encodeHistogram(this.#service),
    };
    this.#sentBefore = sentSoFar;
    this.#completed = 0;
    this.#failed = 0;
    this.#timedOut = 0;
    this.#response.reset();
    this.#service.reset();
    return interval;
  }
}
