import { type Gate, meets } from '../../../contract/slo.ts';
import { durationText } from '../duration-text.ts';
import type { Clock, Population } from '../population.ts';
import type { RunFacts } from '../verdict/run-facts.ts';
import { type GateAnswer, isUpperLimit, noAnswer } from './gate-answer.ts';
import { type LatencyMetric, latencyStatistic } from './latency-statistic.ts';

/** Why a gate failed that clean requests meet. */
export const DOUBTFUL_REASON =
  'met by requests that our own lateness did not touch: this run cannot tell';

/**
 * A limit on a latency. Met by done − due, it is met; missed even by clean requests, it is missed;
 * met by clean requests only, our own lateness decided, and the run cannot tell.
 */
export function answerLatencyGate(gate: Gate, metric: LatencyMetric, facts: RunFacts): GateAnswer {
  const actual = latencyStatistic(metric, populationFor(metric, metric.clock, facts));
  if ('missing' in actual) return noAnswer(actual.missing);
  const value = Number.isFinite(actual.ns) ? actual.ns : null;
  const passed = meets(actual.ns, gate);
  if (!passed && isUpperLimit(gate) && cleanMeets(gate, metric, facts)) {
    return { value, passed: false, reason: DOUBTFUL_REASON, doubtful: true };
  }
  const reason = actual.reason ?? whyUnsure(gate, metric, facts);
  return { value, passed, reason, doubtful: false };
}

function cleanMeets(gate: Gate, metric: LatencyMetric, facts: RunFacts): boolean {
  if (metric.clock !== 'response' && metric.clock !== 'service') return false;
  const clean = latencyStatistic(metric, populationFor(metric, 'clean', facts));
  return !('missing' in clean) && meets(clean.ns, gate);
}

/** In a percentile every planned request counts, a failed one too as infinitely slow. */
function populationFor(metric: LatencyMetric, clock: Clock, facts: RunFacts): Population {
  const population = facts.populations[clock];
  if (metric.kind !== 'percentile') return population;
  const { planned, completed, timedOut } = facts.measured.counters;
  return { ...population, missing: planned - completed - timedOut };
}

/** When the limit lies within the interval of the percentile, another run may well differ. */
function whyUnsure({ limit }: Gate, metric: LatencyMetric, { outcome }: RunFacts): string | null {
  if (metric.kind !== 'percentile') return null;
  const percentile = outcome.latency[metric.clock].percentiles.find(
    ({ percent }) => percent === metric.percent,
  );
  if (percentile?.state !== 'measured') return null;
  const { lowNs, highNs } = percentile;
  if (limit < lowNs || limit > (highNs ?? Number.POSITIVE_INFINITY)) return null;
  const high = highNs === null ? 'up' : `to ${durationText(highNs)}`;
  return `the limit lies within the interval from ${durationText(lowNs)} ${high}`;
}
