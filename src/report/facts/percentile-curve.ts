import type { Counters } from '../../contract/accounting.ts';
import type { Point } from '../../contract/point.ts';
import { readHistograms } from './histogram.ts';
import { measuredPhase } from './measured-phase.ts';

/** One point of a curve: `tail` = 1/(1 − share), so 10 is p90, 100 is p99, 1,000 is p99.9. */
export interface CurvePoint {
  readonly tail: number;
  readonly ns: number;
}

export interface PercentileCurve {
  readonly points: readonly CurvePoint[];
  /** From here on fewer than 10 requests lie above: drawn, but not to be relied on. */
  readonly supportedTail: number;
  /** Requests beyond the end: they never came back. */
  readonly censored: number;
}

const STEPS_PER_DECADE = 60;
const SUPPORTING_REQUESTS = 10;
/** Below this not even the median is supported, so there is no curve to show. */
const FEWEST_REQUESTS = 20;

/**
 * A latency distribution on a log-tail axis.
 * `absent` requests are in no histogram; `censored` ones never came back, so they are slower than
 * anything that can be drawn: the curve ends where their ranks begin.
 */
function curve(
  encoded: readonly string[],
  absent: number,
  censored: number,
  stepsPerDecade = STEPS_PER_DECADE,
): PercentileCurve {
  const histogram = readHistograms(encoded);
  const all = histogram.total + absent;
  if (all < FEWEST_REQUESTS || histogram.total === 0 || censored >= all) {
    return { points: [], supportedTail: 1, censored };
  }
  const lastTail = all / Math.max(1, censored);
  const steps = Math.max(1, Math.ceil(Math.log10(lastTail) * stepsPerDecade));
  const points = Array.from({ length: steps + 1 }, (_, step) => {
    const tail = lastTail ** (step / steps);
    const reached = step === steps && censored === 0 ? 1 : 1 - 1 / tail;
    return { tail, ns: histogram.valueNs(Math.min(1, (reached * all) / histogram.total) * 100) };
  });
  return { points, supportedTail: Math.max(1, all / SUPPORTING_REQUESTS), censored };
}

/** Response time of every request that was due. */
export function responseCurve(point: Point): PercentileCurve {
  return mergedResponseCurve([point]);
}

/** Response time of every request of several runs, as if they had been one. */
export function mergedResponseCurve(
  points: readonly Point[],
  stepsPerDecade?: number,
): PercentileCurve {
  const counters = points.map((point) => measuredPhase(point).counters);
  const sum = (numberOf: (one: Counters) => number) =>
    counters.reduce((total, one) => total + numberOf(one), 0);
  return curve(
    points.map(({ histograms }) => histograms.response),
    sum(({ aborted, unsent }) => aborted + unsent),
    sum(({ timedOut, aborted, unsent }) => timedOut + aborted + unsent),
    stepsPerDecade,
  );
}

/** Service time of every request that was sent. */
export function serviceCurve(point: Point): PercentileCurve {
  const { timedOut, aborted } = measuredPhase(point).counters;
  return curve([point.histograms.service], aborted, timedOut + aborted);
}
