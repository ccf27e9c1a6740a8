import type { Interval } from '../../src/contract/point.ts';
import type { ShardPlan } from '../../src/load/load-plan.ts';
import { Shard } from '../../src/load/shard.ts';
import { VirtualClock } from '../../src/load/simulator/virtual-clock.ts';
import { VirtualWaker } from '../../src/load/simulator/virtual-waker.ts';
import { Recorder } from '../../src/load/stats/recorder.ts';
import type { ShardReport } from '../../src/load/stats/shard-report.ts';
import { VirtualEngine } from './virtual-engine.ts';

export interface VirtualRun {
  readonly report: ShardReport;
  readonly engine: VirtualEngine;
  readonly intervals: readonly Interval[];
  /** When the report was there. */
  readonly endedNs: number;
}

/** A whole shard in virtual time. `prepare` may put stalls and interrupts on the clock. */
export async function runVirtualShard(
  plan: ShardPlan,
  answerAtNs: (sentNs: number, index: number) => number,
  prepare: (clock: VirtualClock, shard: Shard, engine: VirtualEngine) => void = () => {},
  connections?: number,
): Promise<VirtualRun> {
  const clock = new VirtualClock();
  const engine = new VirtualEngine(clock, answerAtNs, connections);
  const intervals: Interval[] = [];
  const shard = new Shard({
    fitToKeep: (words) => words,
    ...{ plan, clock, engine, requests: plan.workload.payload.distinct },
    waker: new VirtualWaker(clock),
    vitals: { activeNs: () => 0, gcPauseNs: () => 0, stop: () => {} },
    recorder: new Recorder(plan, { reference: null, labels: null }),
    onInterval: (interval) => intervals.push(interval),
  });
  await shard.open();
  prepare(clock, shard, engine);
  const report = await clock.runUntil(shard.run());
  return { report, engine, intervals, endedNs: clock.nowNs() };
}
