import type { LoadOutcome } from '../../contract/measurements.ts';
import type { Generator, Phase, Point } from '../../contract/point.ts';
import { NS_PER_SECOND } from '../../contract/units.ts';
import type { LoadPlan } from '../load-plan.ts';
import { isSupported } from './clean-support.ts';
import type { MergedReport } from './merge-reports.ts';
import { summarise } from './percentiles.ts';
import { type Clock, populationsOf } from './population.ts';
import { secondCounts } from './second-counts.ts';
import type { PhaseReport } from './shard-report.ts';
import { workerSpread } from './worker-spread.ts';

export interface LoadOutcomeParts {
  /** Which point of a result this is. */
  readonly name: string;
  readonly plan: LoadPlan;
  readonly merged: MergedReport;
  /** Of the measured phase, whole process. */
  readonly cpu: Pick<Generator, 'cpuShare' | 'stealShare'>;
  /** Which condition ended it early; null when none did. */
  readonly abortReason?: string | null;
}

/** All that the generator itself measured at one point, computed from the merged shards. */
export function buildLoadOutcome(parts: LoadOutcomeParts): LoadOutcome {
  const { name, plan, merged, cpu, abortReason = null } = parts;
  const phases = merged.phases.map((report) => phaseOf(report, plan));
  const report = merged.phases.at(-1);
  const phase = phases.at(-1);
  if (!report || !phase) throw new RangeError('a load has at least one phase');
  return {
    name,
    workload: plan.workload,
    phases,
    rates: ratesOf(report, plan.workload.batchSize),
    latency: latencyOf(report, phase, merged, plan),
    histograms: report.histograms,
    intervals: [...merged.intervals],
    failures: [...report.failures],
    answers: report.answers,
    generator: { ...cpu, ...generatorOf(merged, plan.workload.timeoutNs) },
    interrupted: merged.interrupted,
    abortReason: merged.interrupted ? abortReason : null,
    neverDispatched: report.neverDispatched,
  };
}

function phaseOf({ name, durationNs, counters }: PhaseReport, plan: LoadPlan): Phase {
  const startNs = plan.phases.find((phase) => phase.name === name)?.startNs ?? 0;
  return { name, startNs, durationNs, counters };
}

function ratesOf({ durationNs, counters, served }: PhaseReport, batchSize: number): Point['rates'] {
  const perSecond = (count: number) => (durationNs > 0 ? (count * NS_PER_SECOND) / durationNs : 0);
  return {
    duePerSecond: perSecond(counters.planned),
    sentPerSecond: perSecond(counters.planned - counters.unsent),
    servedPerSecond: perSecond(served),
    inferencesPerSecond: perSecond(served * batchSize),
  };
}

function latencyOf(
  report: PhaseReport,
  phase: Phase,
  { intervals }: MergedReport,
  { workload, percentiles }: LoadPlan,
): Point['latency'] {
  const populations = populationsOf(report.counters, report.histograms, workload.timeoutNs);
  const ofTheServer = (clock: 'response' | 'service') =>
    summarise(populations[clock], {
      percents: percentiles,
      secondsWithin: (values) => secondCounts(intervals, phase, clock, values),
      distorted: (percent) => !isSupported(populations[clock], populations.clean, percent),
    });
  const ofOurs = (clock: Clock) =>
    summarise(populations[clock], {
      percents: percentiles,
      secondsWithin: () => [],
      distorted: () => false,
    });
  return {
    response: ofTheServer('response'),
    service: ofTheServer('service'),
    lateness: ofOurs('lateness'),
    queueing: ofOurs('queueing'),
  };
}

function generatorOf(
  { shards }: MergedReport,
  timeoutNs: number,
): Omit<Generator, 'cpuShare' | 'stealShare'> {
  const sum = (key: 'gcPauseNs' | 'stallsOver20Ms' | 'newConnections' | 'resent') =>
    shards.reduce((total, { health }) => total + health[key], 0);
  return {
    gcPauseNs: sum('gcPauseNs'),
    stallsOver20Ms: sum('stallsOver20Ms'),
    longestStallNs: Math.max(...shards.map(({ health }) => health.longestStallNs)),
    newConnections: sum('newConnections'),
    resent: sum('resent'),
    workers: shards.map((shard) => workerSpread(shard, timeoutNs)),
  };
}
