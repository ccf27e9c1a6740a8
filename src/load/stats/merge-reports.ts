import { addCounters } from '../../contract/accounting.ts';
import type { EncodedHistograms, Interval } from '../../contract/point.ts';
import { addShards } from './add-intervals.ts';
import { addTexts } from './histogram-codec.ts';
import { coarsen, MAX_INTERVALS, widthFor } from './interval-series.ts';
import { mergeFailures } from './merge-failures.ts';
import type { AnswerCounts, PhaseReport, ShardReport } from './shard-report.ts';

/** What several shards measured together, and each of them for the spread. */
export interface MergedReport {
  readonly phases: readonly PhaseReport[];
  readonly intervals: readonly Interval[];
  readonly interrupted: boolean;
  /** In the order of the shards. */
  readonly shards: readonly ShardReport[];
}

/** One shard as a merge of one. */
export function mergedFrom(report: ShardReport): MergedReport {
  const { phases, intervals, interrupted } = report;
  return { phases, intervals, interrupted, shards: [report] };
}

/**
 * Adds two views: distributions cell by cell, never percentiles. Associative and commutative for
 * shards that closed the same seconds.
 */
export function merge(a: MergedReport, b: MergedReport): MergedReport {
  return {
    phases: mergePhases(a.phases, b.phases),
    intervals: mergeIntervals(a.intervals, b.intervals),
    interrupted: a.interrupted || b.interrupted,
    shards: [...a.shards, ...b.shards].sort((x, y) => x.shard - y.shard),
  };
}

/** All shards of a load in one view; throws a RangeError when there is none. */
export function mergeReports(reports: readonly ShardReport[]): MergedReport {
  if (reports.length === 0) throw new RangeError('no shard has reported');
  return reports.map(mergedFrom).reduce(merge);
}

function mergePhases(a: readonly PhaseReport[], b: readonly PhaseReport[]): PhaseReport[] {
  return a.map((phase) => {
    const other = b.find(({ name }) => name === phase.name);
    return other ? mergePhase(phase, other) : phase;
  });
}

function mergePhase(a: PhaseReport, b: PhaseReport): PhaseReport {
  return {
    name: a.name,
    durationNs: Math.max(a.durationNs, b.durationNs),
    counters: addCounters(a.counters, b.counters),
    histograms: mergeHistograms(a.histograms, b.histograms),
    failures: mergeFailures(a.failures, b.failures),
    answers: mergeAnswers(a.answers, b.answers),
    served: a.served + b.served,
    neverDispatched: a.neverDispatched + b.neverDispatched,
  };
}

function mergeHistograms(a: EncodedHistograms, b: EncodedHistograms): EncodedHistograms {
  return {
    response: addTexts(a.response, b.response),
    service: addTexts(a.service, b.service),
    lateness: addTexts(a.lateness, b.lateness),
    queueing: addTexts(a.queueing, b.queueing),
    clean: addTexts(a.clean, b.clean),
    failed: addTexts(a.failed, b.failed),
  };
}

function mergeAnswers(a: AnswerCounts, b: AnswerCounts): AnswerCounts {
  return {
    checked: a.checked + b.checked,
    wrong: a.wrong + b.wrong,
    labelled: a.labelled + b.labelled,
    correct: a.correct + b.correct,
  };
}

function mergeIntervals(a: readonly Interval[], b: readonly Interval[]): readonly Interval[] {
  const width = Math.max(widthFor(a, MAX_INTERVALS), widthFor(b, MAX_INTERVALS));
  const rows = new Map<number, Interval>();
  for (const row of [...coarsen(a, width), ...coarsen(b, width)]) {
    const other = rows.get(row.second);
    rows.set(row.second, other ? addShards(other, row) : row);
  }
  return [...rows.values()].sort((x, y) => x.second - y.second);
}
