import type { ComparisonVerdict, Difference } from '../../contract/comparison.ts';
import type { ResultDocument } from '../../contract/result-document.ts';
import { gravestVerdict } from '../compare/gravest-verdict.ts';
import { judgedPercents, type Limits } from '../compare/limits.ts';
import { errorsApart } from '../compare/point-faults.ts';
import { type RunMetric, runMetrics } from '../compare/run-metrics.ts';
import type { ComparedRun } from '../compare/unlike-fields.ts';
import { judgeByHistory } from '../regression/judge-by-history.ts';
import { FEWEST_EARLIER_RUNS, type NoiseBand } from '../regression/noise-band.ts';
import { presentLevel } from '../regression/series-changes.ts';
import { type EarlierRuns, earlierRuns } from './earlier-runs.ts';
import type { HistoryEntry } from './history-entry.ts';
import { runFault } from './run-fault.ts';

export interface AgainstHistoryOptions {
  readonly limits: Limits;
  /** Hold it also against runs that were not made alike. */
  readonly isForced: boolean;
}

/** One judged metric of one run, and where earlier runs say that it would lie. Base units. */
export interface HeldMetric {
  readonly id: string;
  readonly unit: RunMetric['unit'];
  readonly value: number | null;
  readonly limit: number;
  /** Null: fewer than five earlier runs have it. */
  readonly band: NoiseBand | null;
  /** value ÷ the band's middle. */
  readonly ratio: number | null;
  readonly adjustedP: number | null;
  readonly verdict: ComparisonVerdict;
  /** Why it is invalid, or inconclusive without a band. */
  readonly reason: string | null;
}

/** One load of a run beside the earlier runs of it. */
export interface HeldLoad {
  readonly name: string;
  /** Why nothing of it may be judged; empty when all may. */
  readonly faults: readonly string[];
  /** Earlier runs that it is held against. */
  readonly earlier: number;
  /** Earlier runs that were not made alike, and in what they differ (A: how they were, B: how this was). */
  readonly unlike: number;
  readonly differences: readonly Difference[];
  readonly metrics: readonly HeldMetric[];
}

/** What a history says of one run. */
export interface HeldRun {
  readonly id: string;
  readonly verdict: ComparisonVerdict;
  readonly loads: readonly HeldLoad[];
}

/** More would only tell how the machine was long ago. */
const MOST_EARLIER = 50;

/** A metric before it is judged. */
interface Beside extends Omit<HeldMetric, 'band' | 'ratio' | 'adjustedP' | 'verdict'> {
  readonly better: RunMetric['better'];
  readonly earlier: readonly number[];
}

/**
 * One run held against the earlier ones of the same fingerprint, all judged metrics of all its loads at once.
 * Of a metric that has lastingly changed, against those since: the question is what this run changes.
 * Never a test of requests: a run is one observation.
 * @param entries of any series; those of the run itself, and later ones, are passed over
 */
export function runAgainstHistory(
  run: ResultDocument,
  entries: readonly HistoryEntry[],
  { limits, isForced }: AgainstHistoryOptions,
): HeldRun {
  const points = run.search ? [] : run.points;
  const loads = points.map((point) => {
    const one = { document: run, point };
    const all = earlierRuns(one, entries, isForced);
    const earlier = { ...all, runs: all.runs.slice(-MOST_EARLIER) };
    return { one, earlier, faults: faultsOf(one, earlier), metrics: beside(one, earlier, limits) };
  });
  const isJudged = ({ value, reason }: Beside) => value !== null && reason === null;
  const judged = judgeByHistory(
    loads.flatMap(({ faults, metrics }) =>
      faults.length > 0
        ? []
        : metrics.filter(isJudged).map((one) => ({ ...one, value: one.value ?? 0 })),
    ),
  ).values();
  const held = loads.map(
    ({ one, earlier, faults, metrics }): HeldLoad => ({
      ...{ name: one.point.name, faults, earlier: earlier.runs.length },
      ...{ unlike: earlier.unlike, differences: earlier.differences },
      metrics: metrics.map((metric) =>
        heldMetric(
          metric,
          faults.length === 0 && isJudged(metric) ? judged.next().value : undefined,
        ),
      ),
    }),
  );
  return { id: run.id, verdict: gravestVerdict(held), loads: held };
}

function heldMetric(
  { better: _better, earlier, ...metric }: Beside,
  judged: ReturnType<typeof judgeByHistory>[number] | undefined,
): HeldMetric {
  if (!judged) return { ...metric, band: null, ratio: null, adjustedP: null, verdict: 'invalid' };
  const { band } = judged;
  const few = `${earlier.length} of the ${FEWEST_EARLIER_RUNS} earlier runs that it takes`;
  return {
    ...{ ...metric, ...judged },
    ratio: band && metric.value !== null ? metric.value / band.center : null,
    reason: band ? null : few,
  };
}

function beside(run: ComparedRun, { runs }: EarlierRuns, limits: Limits): Beside[] {
  const percents = judgedPercents(limits);
  const before = runs.map(({ point }) => runMetrics(point, percents));
  return runMetrics(run.point, percents).flatMap(({ id, unit, better, value, doubt }, nth) => {
    const limit = limits[id];
    if (limit === undefined) return [];
    const isZero = value !== null && value <= 0;
    const all = before.flatMap((metrics) => {
      const one = metrics[nth];
      return one?.value && one.doubt === null ? [one.value] : [];
    });
    const earlier = presentLevel(all, limit);
    return [{ id, unit, better, value, limit, earlier, reason: isZero ? 'it was 0' : doubt }];
  });
}

function faultsOf(run: ComparedRun, { runs }: EarlierRuns): string[] {
  const fault = runFault(run);
  if (fault) return [fault];
  const [newest] = runs.slice(-1);
  return newest ? errorsApart(newest, run, ['the run before', 'this one']) : [];
}
