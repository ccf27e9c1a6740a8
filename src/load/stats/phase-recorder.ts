import { noCounters } from '../../contract/accounting.ts';
import type { BucketCounts } from '../../contract/client-metrics.ts';
import { endingOf, OUTCOME_CODE } from '../../contract/outcome.ts';
import type { EncodedHistograms } from '../../contract/point.ts';
import { NS_PER_MS } from '../../contract/units.ts';
import type { Slot } from '../engines/engine.ts';
import type { PhasePlan } from '../load-plan.ts';
import { bucketCounts } from './bucket-counts.ts';
import { FailureTable } from './failure-table.ts';
import { encodeHistogram } from './histogram-codec.ts';
import { LatencyHistogram } from './latency-histogram.ts';
import type { PhaseReport } from './shard-report.ts';

/** A request that we dispatched later than this was touched by our own lateness. */
const TOUCHED_LATENESS_NS = NS_PER_MS;

/** What the answers of a run can be compared with, and how many inferences each holds. */
export interface AnswerFacts {
  readonly batchSize: number;
  readonly hasReference: boolean;
  readonly hasLabels: boolean;
}

/** Counts the requests that were due in one phase. `end` is on the hot path: it allocates nothing
 * for an answer that is good. */
export class PhaseRecorder {
  readonly #plan: PhasePlan;
  readonly #facts: AnswerFacts;
  readonly #counters = noCounters();
  readonly #response = new LatencyHistogram();
  readonly #service = new LatencyHistogram();
  readonly #lateness = new LatencyHistogram();
  readonly #queueing = new LatencyHistogram();
  readonly #clean = new LatencyHistogram();
  readonly #failed = new LatencyHistogram();
  readonly #failures = new FailureTable();
  readonly #answers = { checked: 0, wrong: 0, labelled: 0, correct: 0 };
  readonly #endNs: number;
  #neverDispatched = 0;
  #served = 0;
  #lastDoneNs: number;

  constructor(plan: PhasePlan, facts: AnswerFacts) {
    this.#plan = plan;
    this.#facts = facts;
    this.#endNs = plan.startNs + (plan.durationNs ?? Number.POSITIVE_INFINITY);
    this.#lastDoneNs = plan.startNs;
  }

  plan(): void {
    this.#counters.planned += 1;
  }

  /** A request that no engine ended. */
  unsent(dispatched: boolean): void {
    this.#counters.unsent += 1;
    if (!dispatched) this.#neverDispatched += 1;
  }

  /** An answer came at `doneNs`, whatever phase it was due in. */
  serve(doneNs: number): void {
    if (doneNs >= this.#plan.startNs && doneNs < this.#endNs) this.#served += 1;
  }

  end(slot: Slot): void {
    if (slot.doneNs > this.#lastDoneNs) this.#lastDoneNs = slot.doneNs;
    switch (endingOf(slot.outcome)) {
      case 'completed':
        this.#counters.completed += 1;
        this.#countAnswer(slot);
        this.#recordLatencies(slot);
        break;
      case 'timedOut':
        this.#counters.timedOut += 1;
        this.#recordLatencies(slot);
        this.#failures.add(slot.outcome, slot.detail, slot.doneNs);
        break;
      case 'failed':
        this.#counters.failed += 1;
        this.#failed.record(slot.doneNs - slot.dueNs);
        this.#countWrong(slot);
        this.#failures.add(slot.outcome, slot.detail, slot.doneNs);
        break;
      case 'aborted':
        this.#counters.aborted += 1;
        break;
      case 'unsent':
        this.#counters.unsent += 1;
        break;
    }
  }

  #recordLatencies(slot: Slot): void {
    const latenessNs = slot.dispatchedNs - slot.dueNs;
    this.#response.record(slot.doneNs - slot.dueNs);
    this.#service.record(slot.doneNs - slot.sentNs);
    this.#lateness.record(latenessNs);
    this.#queueing.record(slot.sentNs - slot.dispatchedNs);
    if (!slot.touched && latenessNs <= TOUCHED_LATENESS_NS) {
      this.#clean.record(slot.doneNs - slot.dispatchedNs);
    }
  }

  #countAnswer(slot: Slot): void {
    if (this.#facts.hasReference) this.#answers.checked += this.#facts.batchSize;
    if (!this.#facts.hasLabels) return;
    this.#answers.labelled += this.#facts.batchSize;
    this.#answers.correct += slot.correct;
  }

  #countWrong(slot: Slot): void {
    if (slot.outcome !== OUTCOME_CODE['wrong-answer']) return;
    this.#answers.wrong += this.#facts.batchSize;
    if (this.#facts.hasReference) this.#answers.checked += this.#facts.batchSize;
  }

  /** dispatched − due of completed and timed out requests so far. */
  lateness(): BucketCounts {
    return bucketCounts(this.#lateness);
  }

  /** `endedNs`: when the load was cut short, else null. */
  report(endedNs: number | null): PhaseReport {
    const { name, startNs, durationNs } = this.#plan;
    const asItTurnedOutNs = durationNs ?? this.#lastDoneNs - startNs;
    const lastedNs = Math.max(0, (endedNs ?? Number.POSITIVE_INFINITY) - startNs);
    return {
      name,
      durationNs: Math.min(asItTurnedOutNs, lastedNs),
      counters: { ...this.#counters },
      histograms: this.#encode(),
      failures: this.#failures.rows(),
      answers: { ...this.#answers },
      served: this.#served,
      neverDispatched: this.#neverDispatched,
    };
  }

  #encode(): EncodedHistograms {
    return {
      response: encodeHistogram(this.#response),
      service: encodeHistogram(this.#service),
      lateness: encodeHistogram(this.#lateness),
      queueing: encodeHistogram(this.#queueing),
      clean: encodeHistogram(this.#clean),
      failed: encodeHistogram(this.#failed),
    };
  }
}
