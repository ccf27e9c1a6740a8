import fc from 'fast-check';
import { OUTCOMES, type Outcome } from '../../../../src/contract/outcome.ts';
import type { Interval } from '../../../../src/contract/point.ts';
import type { ShardPlan } from '../../../../src/load/load-plan.ts';
import { Recorder } from '../../../../src/load/stats/recorder.ts';
import type { SecondDetail } from '../../../../src/load/stats/second-detail.ts';
import type { ShardReport } from '../../../../src/load/stats/shard-report.ts';
import { aShardPlan, MS, SECOND } from './a-shard-plan.ts';
import { aSlot } from './a-slot.ts';

/** A request and what becomes of it. */
export interface Fate {
  readonly dueNs: number;
  readonly latenessNs: number;
  readonly waitedNs: number;
  readonly serviceNs: number;
  readonly ending: Outcome | 'never dispatched' | 'never sent';
  readonly detail: string;
}

/** Any request of a load of 35 s; three in four end well or time out. */
export const anyFate: fc.Arbitrary<Fate> = fc.record({
  dueNs: fc.integer({ min: 0, max: 35 * SECOND - 1 }),
  latenessNs: fc.integer({ min: 0, max: 3 * MS }),
  waitedNs: fc.integer({ min: 0, max: 2 * SECOND }),
  serviceNs: fc.integer({ min: 1, max: SECOND }),
  ending: fc.oneof(
    fc.constantFrom<Outcome>(...OUTCOMES),
    fc.constantFrom<Outcome>('ok', 'timed-out'),
    fc.constantFrom<Outcome>('ok'),
    fc.constantFrom('never dispatched' as const, 'never sent' as const),
  ),
  detail: fc.constantFrom('', 'try again', 'no such model', 'request 17 is malformed'),
});

function end(recorder: Recorder, fate: Fate): void {
  const { dueNs, latenessNs, waitedNs, serviceNs, ending, detail } = fate;
  recorder.planned(dueNs);
  if (ending === 'never dispatched') recorder.unsent(dueNs, -1, 0);
  else if (ending === 'never sent') recorder.unsent(dueNs, dueNs + latenessNs, 0);
  else {
    const dispatchedNs = dueNs + latenessNs;
    const sentNs = ending === 'unsent' ? -1 : dispatchedNs + waitedNs;
    const doneNs = dispatchedNs + waitedNs + serviceNs;
    recorder.record(aSlot({ dueNs, dispatchedNs, sentNs, doneNs, outcome: ending, detail }));
  }
}

const ignore = (_interval: Interval, _detail: SecondDetail): void => undefined;

/** Records a load whose requests end in the order they were due, until `seconds` are closed. */
export function playLoad(
  fates: readonly Fate[],
  {
    seconds = 36,
    shard = 0,
    plan = aShardPlan() as ShardPlan,
    onSecond = ignore,
    recorder = new Recorder(plan, { reference: null, labels: null }),
  } = {},
): ShardReport {
  const byDue = fates.toSorted((a, b) => a.dueNs - b.dueNs);
  for (let second = 0; second < seconds; second += 1) {
    for (const fate of byDue) {
      if (Math.floor(fate.dueNs / SECOND) === second) end(recorder, fate);
    }
    const detail = recorder.secondDetail();
    const interval = recorder.closeSecond(second, {
      inFlight: shard + second,
      waiting: 1,
      stallNs: second,
    });
    onSecond(interval, detail);
  }
  const health = {
    busyShare: 0.1,
    gcPauseNs: 1,
    stallsOver20Ms: 2,
    longestStallNs: shard,
    newConnections: 3,
    resent: 4,
  };
  return { shard, ...recorder.report(null), health, interrupted: false };
}
