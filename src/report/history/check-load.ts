import { judgedPercents } from '../compare/limits.ts';
import { type RunMetric, runMetrics } from '../compare/run-metrics.ts';
import { CONFIRMING_RUNS, FEWEST_RUNS, seriesChanges } from '../regression/series-changes.ts';
import { earlierRuns } from './earlier-runs.ts';
import type { FoundChange, LoadCheck, MetricCheck, RunMark } from './history-check.ts';
import type { HistoryEntry } from './history-entry.ts';
import type { HistoryRun } from './history-loads.ts';
import { type AgainstHistoryOptions, runAgainstHistory } from './run-against-history.ts';
import { runFault } from './run-fault.ts';

/**
 * The runs of one load that were made as the newest was.
 * @param entries of the series, since the last acknowledged change
 */
export function checkLoad(
  newest: HistoryRun,
  entries: readonly HistoryEntry[],
  options: AgainstHistoryOptions,
): LoadCheck {
  const earlier = earlierRuns(newest, entries, options.isForced);
  const runs = runFault(newest) === null ? [...earlier.runs, newest] : earlier.runs;
  const { name } = newest.point;
  const { loads } = runAgainstHistory(newest.document, entries, options);
  const held = loads.find((load) => load.name === name);
  return {
    ...{ name, unlike: earlier.unlike, differences: earlier.differences },
    runs: runs.map(markOf),
    metrics: checkMetrics(runs, options.limits),
    newest: {
      ...markOf(newest),
      held: held ?? {
        ...{ name, faults: ['it has no load of its own'], metrics: [] },
        ...{ earlier: 0, unlike: 0, differences: [] },
      },
    },
  };
}

function markOf({ entry }: HistoryRun): RunMark {
  const { startedAt, environment } = entry.result;
  return { entry: entry.name, startedAt, gitRevision: environment.gitRevision };
}

function checkMetrics(
  runs: readonly HistoryRun[],
  limits: AgainstHistoryOptions['limits'],
): MetricCheck[] {
  const percents = judgedPercents(limits);
  const measured = runs.map(({ point }) => runMetrics(point, percents));
  return (measured[0] ?? []).flatMap((metric, nth) => {
    const limit = limits[metric.id];
    if (limit === undefined) return [];
    return [
      checkMetric(
        metric,
        limit,
        measured.map((one) => reliable(one[nth])),
        runs,
      ),
    ];
  });
}

function reliable(metric: RunMetric | undefined): number | null {
  return metric?.value && metric.doubt === null ? metric.value : null;
}

function checkMetric(
  { id, unit, better }: RunMetric,
  limit: number,
  values: readonly (number | null)[],
  runs: readonly HistoryRun[],
): MetricCheck {
  const known = runs.flatMap((run, nth) => {
    const value = values[nth] ?? null;
    return value === null ? [] : [{ run, value }];
  });
  const found = seriesChanges(
    known.map(({ value }) => value),
    limit,
  );
  const isWorse = (from: number, to: number) => (better === 'lower' ? to > from : to < from);
  const lasting = found.findLast(({ isConfirmed }) => isConfirmed)?.after;
  const changes = found.flatMap((change): FoundChange[] => {
    const [before, at] = [known[change.index - 1], known[change.index]];
    if (!before || !at) return [];
    const direction = isWorse(change.before, change.after) ? 'worse' : 'better';
    const isStill = lasting === undefined || isBeyond(change.before, lasting, limit, isWorse);
    const confirmed = direction === 'worse' && !isStill ? 'recovered' : 'confirmed';
    return [
      {
        ...{ lastBefore: markOf(before.run), firstAfter: markOf(at.run), direction },
        ...{ before: change.before, after: change.after, p: change.p },
        state: change.isConfirmed ? confirmed : 'unconfirmed',
      },
    ];
  });
  const few = `${known.length} of the ${FEWEST_RUNS} runs that it takes (${CONFIRMING_RUNS} before and after)`;
  const reason = known.length < FEWEST_RUNS ? few : null;
  return { id, unit, limit, values, changes, reason };
}

function isBeyond(
  from: number,
  to: number,
  limit: number,
  isWorse: (from: number, to: number) => boolean,
): boolean {
  return isWorse(from, to) && Math.max(to / from, from / to) > 1 + limit;
}
