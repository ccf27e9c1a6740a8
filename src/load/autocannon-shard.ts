import type { Interval } from '../contract/point.ts';
import { NS_PER_SECOND } from '../contract/units.ts';
import type { Slot } from './engines/engine.ts';
import { type AutocannonOptions, AutocannonRunner } from './engines/reference/autocannon-runner.ts';
import type { PhasePlan, ShardPlan } from './load-plan.ts';
import { startAlarm } from './pacing/alarm.ts';
import type { Timer } from './pacing/clock.ts';
import type { LoopVitals } from './pacing/loop-vitals.ts';
import { LoopWatch } from './pacing/loop-watch.ts';
import type { Recorder } from './stats/recorder.ts';
import type { SecondDetail } from './stats/second-detail.ts';
import type { ShardReport } from './stats/shard-report.ts';

export interface AutocannonShardParts extends AutocannonOptions {
  readonly plan: ShardPlan;
  readonly vitals: LoopVitals;
  readonly recorder: Recorder;
  readonly onInterval: (interval: Interval, detail: SecondDetail) => void;
  /** As in `ShardParts`. */
  readonly fitToKeep: (words: string) => string;
}

/** Nobody spins here, and nobody waits for a due time. */
const NO_WAKER = { spunNs: 0, wakeAt() {}, stop() {} };

/**
 * A shard whose loop is autocannon's: the same plan, clock and recorder, so that its numbers stand in
 * the same document. Closed loop alone: a request is due when it goes out.
 */
export class AutocannonShard {
  readonly #parts: AutocannonShardParts;
  readonly #runner: AutocannonRunner;
  readonly #watch: LoopWatch;
  readonly #alarms: Timer[] = [];
  #drainLimit: Timer | undefined;
  #second = 0;
  #lastDueNs = Number.POSITIVE_INFINITY;
  #reconnectionsBefore = 0;
  #interruptedNs: number | null = null;

  constructor(parts: AutocannonShardParts) {
    this.#parts = parts;
    this.#watch = new LoopWatch(parts.clock, parts.vitals, NO_WAKER);
    this.#runner = new AutocannonRunner(parts, {
      started: (slot) => this.#started(slot),
      ended: (slot) => this.#ended(slot),
    });
  }

  /** autocannon opens its connections when it begins to send. */
  async open(): Promise<void> {}

  /** Called once, before the epoch. Resolves when every request has ended. */
  async run(): Promise<ShardReport> {
    const { plan } = this.#parts;
    const [warmup, measured = warmup] = plan.phases;
    if (!warmup || !measured) throw new RangeError('a load has at least one phase');
    this.#watch.start();
    this.#awaitSecond();
    await this.#at(0);
    if (this.#interruptedNs !== null) return this.#report();
    const bound = plan.shardRequests.at(-1) ?? null;
    if (measured.durationNs === null) await this.#countedRuns(measured, bound);
    else await this.#timedRun(measured, measured.startNs + measured.durationNs);
    return this.#report();
  }

  /** Ends early: all that is in flight is aborted. */
  stop(): void {
    if (this.#interruptedNs !== null) return;
    this.#interruptedNs = Math.max(0, this.#parts.clock.nowNs());
    this.#runner.stop();
  }

  /** One run for both phases, told apart by when a request went out. */
  async #timedRun(measured: PhasePlan, endNs: number): Promise<void> {
    this.#alarm(measured.startNs, () => this.#beginMeasuring());
    this.#alarm(endNs, () => this.#drain());
    await this.#runner.run(null);
  }

  /** A run of the warm-up's length, then one of so many requests. */
  async #countedRuns(measured: PhasePlan, requests: number | null): Promise<void> {
    if (measured.startNs > 0) {
      this.#lastDueNs = measured.startNs - 1;
      this.#alarm(measured.startNs, () => this.#drain());
      await this.#runner.run(null);
      this.#drainLimit?.cancel();
      this.#lastDueNs = Number.POSITIVE_INFINITY;
    }
    if (this.#interruptedNs !== null || requests === 0) return;
    this.#beginMeasuring();
    await this.#runner.run(requests);
    this.#watch.end();
  }

  #beginMeasuring(): void {
    this.#reconnectionsBefore = this.#runner.reconnections;
    this.#watch.begin();
  }

  /** No more requests; those in flight have until the drain limit. */
  #drain(): void {
    this.#watch.end();
    this.#runner.drain();
    const { clock, plan } = this.#parts;
    this.#drainLimit = startAlarm(clock, clock.nowNs() + plan.drainNs, () => this.#runner.stop());
  }

  #started(slot: Slot): void {
    // A warm-up that is drained a moment late must not count into a bound of so many requests.
    slot.dueNs = Math.min(slot.dueNs, this.#lastDueNs);
    slot.dispatchedNs = slot.dueNs;
    this.#parts.recorder.planned(slot.dueNs);
  }

  #ended(slot: Slot): void {
    slot.touched = this.#watch.isLate(slot.doneNs);
    if (slot.detail !== '') slot.detail = this.#parts.fitToKeep(slot.detail);
    this.#parts.recorder.record(slot);
  }

  #report(): ShardReport {
    const { recorder, clock, plan } = this.#parts;
    for (const alarm of this.#alarms) alarm.cancel();
    this.#drainLimit?.cancel();
    const findings = this.#watch.stop();
    this.#closeSeconds(clock.nowNs());
    this.#closeSecond();
    const newConnections = Math.max(0, this.#runner.reconnections - this.#reconnectionsBefore);
    return {
      shard: plan.shard,
      ...recorder.report(this.#interruptedNs),
      health: { ...findings, newConnections, resent: 0 },
      interrupted: this.#interruptedNs !== null,
    };
  }

  #at(atNs: number): Promise<void> {
    return new Promise((resolve) => this.#alarm(atNs, resolve));
  }

  #alarm(atNs: number, callback: () => void): void {
    this.#alarms.push(startAlarm(this.#parts.clock, atNs, callback));
  }

  #awaitSecond(): void {
    this.#alarm((this.#second + 1) * NS_PER_SECOND, () => {
      this.#closeSeconds(this.#parts.clock.nowNs());
      this.#awaitSecond();
    });
  }

  #closeSeconds(nowNs: number): void {
    while ((this.#second + 1) * NS_PER_SECOND <= nowNs) this.#closeSecond();
  }

  #closeSecond(): void {
    const { recorder, onInterval } = this.#parts;
    const stallNs = this.#watch.takeLongestStallNs();
    const facts = { inFlight: this.#runner.inFlight, waiting: 0, stallNs };
    const detail = recorder.secondDetail();
    onInterval(recorder.closeSecond(this.#second, facts), detail);
    this.#second += 1;
  }
}
