import type { Interval } from '../../../contract/point.ts';
import { NS_PER_SECOND } from '../../../contract/units.ts';
import { durationText } from '../duration-text.ts';
import { decodeHistogram } from '../histogram-codec.ts';
import { rankOf } from '../percentile-rank.ts';
import { wholeRowsOf } from '../second-counts.ts';
import { shareText } from '../share-text.ts';
import type { RunFacts, VerdictRule } from './run-facts.ts';

const MAX_GROWTH_SHARE = 0.01;
const MAX_STANDARD_ERRORS = 2.5;
/** Fewer seconds cannot tell growth from chance: at 90 % load 1 of 400 simulated runs of 5 s fired. */
const FEWEST_SECONDS = 5;

/** Requests came in faster than they ended: latency then depends on how long the run was. */
export const growingBacklog: VerdictRule = (facts) => {
  const rows = wholeRowsOf(facts.outcome.intervals, facts.measured);
  const doubt = whyNotJudged(facts, rows);
  const growth = growthOf(rows);
  return {
    rule: 'growing-backlog',
    verdict: 'saturated',
    title: 'The server could not take the offered rate: unanswered requests piled up',
    value: doubt ?? growthText(growth),
    limit: `growth at most ${shareText(MAX_GROWTH_SHARE)} of the rate, or ${MAX_STANDARD_ERRORS} standard errors`,
    fired:
      doubt === undefined &&
      growth.share > MAX_GROWTH_SHARE &&
      growth.standardErrors > MAX_STANDARD_ERRORS,
    ...(doubt !== undefined && { judged: false as const }),
  };
};

interface Growth {
  /** Mean growth a second, as a share of the requests due in it. */
  readonly share: number;
  readonly standardErrors: number;
}

/** x = due − ended in each second: its mean, and that over its standard error. */
function growthOf(rows: readonly Interval[]): Growth {
  const growth = rows.map((row) => row.due - row.completed - row.failed - row.timedOut);
  const mean = meanOf(growth);
  const variance = growth.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (growth.length - 1);
  const due = meanOf(rows.map((row) => row.due));
  return {
    share: due > 0 ? mean / due : 0,
    // The same growth in every second is certain; no growth at all is none.
    standardErrors: mean === 0 ? 0 : (mean * Math.sqrt(growth.length)) / Math.sqrt(variance),
  };
}

function meanOf(values: readonly number[]): number {
  return values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : 0;
}

function growthText({ share, standardErrors }: Growth): string {
  const errors = Number.isFinite(standardErrors) ? Math.abs(standardErrors).toFixed(1) : 'many';
  const trend = share < 0 ? 'shrank' : 'grew';
  return `backlog ${trend} by ${shareText(Math.abs(share))} of the rate, ${errors} standard errors`;
}

/** Filling up looks like growth where a request takes about as long as the phase, or the warm-up. */
function whyNotJudged(
  { outcome, measured }: RunFacts,
  rows: readonly Interval[],
): string | undefined {
  if (rows.length < FEWEST_SECONDS) {
    return `not judged: ${rows.length} whole seconds, ${FEWEST_SECONDS} are needed`;
  }
  const serviceNs = firstServiceNs(outcome.intervals);
  const warmupNs = outcome.phases.find(({ name }) => name === 'warmup')?.durationNs ?? 0;
  const longForPhase = serviceNs > measured.durationNs / 10;
  const longForWarmup = serviceNs >= NS_PER_SECOND && serviceNs > warmupNs / 2;
  if (!longForPhase && !longForWarmup) return undefined;
  return `not judged: a service time of ${durationText(serviceNs)} is too near the length of the ${longForPhase ? 'phase' : 'warm-up'}`;
}

/** p90 of the first second that had answers: those did not yet wait behind a backlog. */
function firstServiceNs(intervals: readonly Interval[]): number {
  for (const { service } of intervals) {
    const histogram = decodeHistogram(service);
    if (histogram.count > 0) return histogram.valueAtRank(rankOf(90, histogram.count)) ?? 0;
  }
  return 0;
}
