import { OUTCOME_CODE } from '../../contract/outcome.ts';
import type { Interval } from '../../contract/point.ts';
import { NS_PER_SECOND } from '../../contract/units.ts';
import type { Slot } from '../engines/engine.ts';
import type { ShardPlan } from '../load-plan.ts';
import type { ExpectedAnswer } from '../requests/shared-requests.ts';
import { addBuckets, bucketsSince, noBuckets } from './bucket-counts.ts';
import { IntervalSeries } from './interval-series.ts';
import { PhaseRecorder } from './phase-recorder.ts';
import type { SecondDetail } from './second-detail.ts';
import { type SecondFacts, SecondRecorder } from './second-recorder.ts';
import type { ShardReport } from './shard-report.ts';

/** What good answers can be compared with; null: nothing. */
type KnownAnswers = Readonly<Record<keyof Pick<ExpectedAnswer, 'reference' | 'labels'>, unknown>>;

/**
 * Everything one shard measures, request by request. It has no clock: stamps are in the slots, and
 * the shard says when a second is over. `planned`, `record` and `unsent` are on the hot path.
 *
 * Each planned request is ended exactly once, by `record` or by `unsent`; then the identity holds.
 * After an interrupt only what was due before it is planned.
 */
export class Recorder {
  readonly #phases: readonly PhaseRecorder[];
  readonly #warmup: PhaseRecorder;
  readonly #measured: PhaseRecorder;
  readonly #measuredFromNs: number;
  readonly #second = new SecondRecorder();
  readonly #intervals = new IntervalSeries();
  #toldLateness = noBuckets();
  /** Requests due in each second of the load: a late pacer reaches some after the second is closed. */
  readonly #dueInSecond: number[] = [];

  constructor(plan: Pick<ShardPlan, 'workload' | 'phases'>, expected: KnownAnswers) {
    const facts = {
      batchSize: plan.workload.batchSize,
      hasReference: expected.reference !== null,
      hasLabels: expected.labels !== null,
    };
    this.#phases = plan.phases.map((phase) => new PhaseRecorder(phase, facts));
    const [first, last] = [this.#phases[0], this.#phases.at(-1)];
    if (!first || !last) throw new RangeError('a load has at least one phase');
    this.#warmup = first;
    this.#measured = last;
    this.#measuredFromNs = plan.phases.at(-1)?.startNs ?? 0;
  }

  /** A request became due. Open loop: every drawn arrival, when the pacer reaches it or at the end;
   * closed loop: when it is started. */
  planned(dueNs: number): void {
    this.#phaseOf(dueNs).plan();
    const second = Math.floor(dueNs / NS_PER_SECOND);
    while (this.#dueInSecond.length <= second) this.#dueInSecond.push(0);
    this.#dueInSecond[second] = (this.#dueInSecond[second] as number) + 1;
  }

  /** A request ended: answered, failed, timed out, or ended by the engine. All its stamps are set. */
  record(slot: Slot): void {
    this.#phaseOf(slot.dueNs).end(slot);
    this.#second.end(slot);
    if (slot.outcome === OUTCOME_CODE.ok) this.#phaseOf(slot.doneNs).serve(slot.doneNs);
  }

  /** A planned request that will never be sent. `dispatchedNs`: it waited for a place under the cap;
   * -1: it did not come that far. `_index`: its place in the global schedule. */
  unsent(dueNs: number, dispatchedNs: number, _index: number): void {
    this.#phaseOf(dueNs).unsent(dispatchedNs >= 0);
    this.#second.unsent();
  }

  /** What the second that is not closed yet is told with; asked once for each. */
  secondDetail(): SecondDetail {
    const lateness = this.#phases.map((phase) => phase.lateness()).reduce(addBuckets);
    const detail = {
      outcomes: this.#second.outcomes(),
      lateness: bucketsSince(lateness, this.#toldLateness),
    };
    this.#toldLateness = lateness;
    return detail;
  }

  /** Ends second `second` of the load (0 is the first). Called for every second in order, once what
   * was due in it is planned, and for the last one however short. */
  closeSecond(second: number, facts: SecondFacts): Interval {
    const phase = second * NS_PER_SECOND < this.#measuredFromNs ? 'warmup' : 'measured';
    const due = this.#dueInSecond[second] ?? 0;
    const interval = this.#second.close({ second, phase, due }, facts);
    this.#intervals.add(interval);
    return interval;
  }

  /** What the shard measured. `endedNs`: when an interrupt cut the load short, else null. */
  report(endedNs: number | null): Pick<ShardReport, 'phases' | 'intervals'> {
    const rows = this.#intervals.rows();
    return {
      phases: this.#phases.map((phase) => phase.report(endedNs)),
      intervals: rows.map((row, i) => ({
        ...row,
        due: this.#due(row.second, rows[i + 1]?.second),
      })),
    };
  }

  #phaseOf(atNs: number): PhaseRecorder {
    return atNs < this.#measuredFromNs ? this.#warmup : this.#measured;
  }

  #due(fromSecond: number, toSecond?: number): number {
    return this.#dueInSecond.slice(fromSecond, toSecond).reduce((sum, due) => sum + due, 0);
  }
}
