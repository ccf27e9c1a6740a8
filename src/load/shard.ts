import type { Interval } from '../contract/point.ts';
import { NS_PER_SECOND } from '../contract/units.ts';
import type { Engine, EngineCounters, Slot } from './engines/engine.ts';
import type { ShardPlan } from './load-plan.ts';
import { startAlarm } from './pacing/alarm.ts';
import type { Clock, Timer } from './pacing/clock.ts';
import { createPacer } from './pacing/create-pacer.ts';
import type { LoopVitals } from './pacing/loop-vitals.ts';
import { LoopWatch } from './pacing/loop-watch.ts';
import type { Pacer } from './pacing/pacer.ts';
import type { Waker } from './pacing/waker.ts';
import type { Recorder } from './stats/recorder.ts';
import type { SecondDetail } from './stats/second-detail.ts';
import type { ShardReport } from './stats/shard-report.ts';

export interface ShardParts {
  readonly plan: ShardPlan;
  /** Different requests there are to send. */
  readonly requests: number;
  readonly clock: Clock;
  readonly waker: Waker;
  readonly vitals: LoopVitals;
  readonly engine: Engine;
  readonly recorder: Recorder;
  readonly onInterval: (interval: Interval, detail: SecondDetail) => void;
  /** A server's words about a failure as they may be kept: without the secrets it was sent. */
  readonly fitToKeep: (words: string) => string;
}

/**
 * One shard of a load, from its first due time to its report: warm-up, measured phase, drain. It
 * joins the parts and keeps their order; it does not know whether time and network are real.
 */
export class Shard {
  readonly #parts: ShardParts;
  readonly #pacer: Pacer;
  readonly #watch: LoopWatch;
  readonly #onSecond = () => this.#everySecond();
  readonly #alarms: Timer[] = [];
  #secondAlarm: Timer | undefined;
  #second = 0;
  #stage: 'running' | 'draining' | 'ending' = 'running';
  #interruptedNs: number | null = null;
  #before: EngineCounters | undefined;
  #after: EngineCounters | undefined;
  #resolve: (report: ShardReport) => void = () => {};
  #reject: (reason: unknown) => void = () => {};

  constructor(parts: ShardParts) {
    const { plan, clock, waker, engine, recorder, vitals } = parts;
    this.#parts = parts;
    this.#watch = new LoopWatch(clock, vitals, waker);
    this.#pacer = createPacer({
      ...{ plan, requests: parts.requests, clock, waker, engine },
      late: this.#watch,
      events: recorder,
      lastStarted: () => this.#drain(),
    });
  }

  /** Opens the engine's connections; rejects when not one can be opened. */
  open(): Promise<void> {
    return this.#parts.engine.open((slot) => this.#done(slot));
  }

  /** Called once, before the epoch. Resolves when every request that was due has ended. */
  run(): Promise<ShardReport> {
    const { startNs = 0, durationNs = null } = this.#parts.plan.phases.at(-1) ?? {};
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      this.#watch.start();
      this.#at(startNs, () => this.#beginMeasuring());
      if (durationNs !== null) this.#at(startNs + durationNs, () => this.#drain());
      this.#awaitSecond();
      this.#pacer.start();
    });
  }

  /** Ends early: what is due by now still goes out, then all that is in flight is aborted. */
  stop(): void {
    if (this.#stage === 'ending') return;
    const { clock } = this.#parts;
    const nowNs = clock.nowNs();
    this.#pacer.dispatchDue();
    this.#interruptedNs = Math.max(0, clock.nowNs());
    this.#cutOff(nowNs);
  }

  #at(atNs: number, callback: () => void): void {
    this.#alarms.push(startAlarm(this.#parts.clock, atNs, callback));
  }

  #done(slot: Slot): void {
    if (this.#watch.isLate(slot.doneNs)) slot.touched = true;
    if (slot.detail !== '') slot.detail = this.#parts.fitToKeep(slot.detail);
    this.#parts.recorder.record(slot);
    this.#pacer.slotDone(slot);
    if (this.#stage === 'draining') this.#endIfDrained();
  }

  #beginMeasuring(): void {
    this.#before = { ...this.#parts.engine.counters };
    this.#watch.begin();
  }

  #endMeasuring(): void {
    if (this.#before && !this.#after) this.#after = { ...this.#parts.engine.counters };
    this.#watch.end();
  }

  /** The measured phase is over, or its last request was started. Answers still come in. */
  #drain(): void {
    if (this.#stage !== 'running') return;
    const { clock, plan } = this.#parts;
    this.#pacer.dispatchDue();
    this.#endMeasuring();
    this.#stage = 'draining';
    this.#at(clock.nowNs() + plan.drainNs, () => this.#cutOff(clock.nowNs()));
    this.#endIfDrained();
  }

  #endIfDrained(): void {
    if (this.#pacer.inUse === 0 && this.#pacer.waiting === 0) this.#end();
  }

  /** The drain limit, or an interrupt: what has not ended by now is ended by us. */
  #cutOff(nowNs: number): void {
    this.#pacer.abandon(nowNs);
    this.#end();
  }

  /** On the next turn: the engine may be in the middle of handing a slot back. */
  #end(): void {
    if (this.#stage === 'ending') return;
    this.#stage = 'ending';
    this.#parts.clock.nextTurn(() => {
      this.#close().then(this.#resolve, this.#reject);
    });
  }

  async #close(): Promise<ShardReport> {
    const { engine, waker, clock, recorder, plan } = this.#parts;
    for (const alarm of this.#alarms) alarm.cancel();
    this.#secondAlarm?.cancel();
    waker.stop();
    this.#endMeasuring();
    const findings = this.#watch.stop();
    const resent = engine.counters.resent - (this.#before?.resent ?? 0);
    await engine.close();
    this.#closeSeconds(clock.nowNs());
    this.#closeSecond();
    return {
      shard: plan.shard,
      ...recorder.report(this.#interruptedNs),
      health: { ...findings, newConnections: this.#newConnections(), resent },
      interrupted: this.#interruptedNs !== null,
    };
  }

  #awaitSecond(): void {
    const endNs = (this.#second + 1) * NS_PER_SECOND;
    this.#secondAlarm = startAlarm(this.#parts.clock, endNs, this.#onSecond);
  }

  #everySecond(): void {
    this.#pacer.dispatchDue();
    this.#closeSeconds(this.#parts.clock.nowNs());
    this.#awaitSecond();
  }

  /** More than one when the loop stood still for longer. */
  #closeSeconds(nowNs: number): void {
    while ((this.#second + 1) * NS_PER_SECOND <= nowNs) this.#closeSecond();
  }

  #closeSecond(): void {
    const { engine, recorder, onInterval } = this.#parts;
    const { inUse, waiting } = this.#pacer;
    const facts = {
      inFlight: inUse - engine.queueDepth,
      waiting: waiting + engine.queueDepth,
      stallNs: this.#watch.takeLongestStallNs(),
    };
    const detail = recorder.secondDetail();
    onInterval(recorder.closeSecond(this.#second, facts), detail);
    this.#second += 1;
  }

  #newConnections(): number {
    const { newConnections = 0 } = this.#before ?? {};
    return (this.#after?.newConnections ?? newConnections) - newConnections;
  }
}
