import type { MetricComparison } from '../../contract/comparison.ts';
import { judgeMetrics } from '../regression/judge-metrics.ts';
import { type PairedEffect, pairedEffect } from '../regression/paired-effect.ts';
import type { ComparedPoint } from './compared-points.ts';
import { judgedPercents, type Limits } from './limits.ts';
import { pointFaults } from './point-faults.ts';
import { type RunMetric, runMetrics } from './run-metrics.ts';

const ALWAYS_SHOWN = [50, 99];

const BEYOND_NUMBERS = 'its values lie too far apart to be believed';

/** A metric before it is judged. */
interface Measured extends MetricComparison {
  readonly better: RunMetric['better'];
  readonly effect: PairedEffect | null;
}

/** Every load with its metrics; all gating metrics of all loads are judged as one family. */
export function compareMetrics(points: readonly ComparedPoint[], limits: Limits) {
  const measured = points.map((point) => {
    const faults = pointFaults(point);
    return { name: point.name, faults, metrics: measure(point, limits, faults) };
  });
  const gating = measured.flatMap(({ metrics }) =>
    metrics.flatMap(({ id, better, limit, effect, verdict }) =>
      limit !== null && effect !== null && verdict === null ? [{ id, better, limit, effect }] : [],
    ),
  );
  const judged = judgeMetrics(gating).values();
  return measured.map(({ metrics, ...point }) => ({
    ...point,
    metrics: metrics.map(({ better: _better, effect, ...metric }): MetricComparison => {
      if (metric.limit === null || effect === null || metric.verdict !== null) return metric;
      const { value } = judged.next();
      return value ? { ...metric, ...value } : metric;
    }),
  }));
}

function measure(point: ComparedPoint, limits: Limits, faults: readonly string[]): Measured[] {
  const percents = percentsOf(point, limits);
  const a = point.a.map((run) => runMetrics(run.point, percents));
  const b = point.b.map((run) => runMetrics(run.point, percents));
  return (a[0] ?? []).map((first, index) => {
    const ofA = a.flatMap((metrics) => metrics[index] ?? []);
    const ofB = b.flatMap((metrics) => metrics[index] ?? []);
    return measuredMetric(first, ofA, ofB, limits[first.id] ?? null, faults);
  });
}

function measuredMetric(
  { id, unit, better }: RunMetric,
  a: readonly RunMetric[],
  b: readonly RunMetric[],
  limit: number | null,
  faults: readonly string[],
): Measured {
  const values = a.map((one, index) => ({ a: one.value ?? 0, b: b[index]?.value ?? 0 }));
  const { effect, lack } = effectOf(unit, values);
  const doubt = doubtOf(a, b) ?? lack;
  const isInvalid = limit !== null && (faults.length > 0 || doubt !== null);
  return {
    ...{ id, unit, better, limit, effect, reason: doubt },
    ...{ a: meanOf(a, unit), b: meanOf(b, unit) },
    ...{ ratio: effect?.ratio ?? null, interval: effect?.interval ?? null },
    ...{ adjustedP: null, signFlipP: null, pairsNeeded: null },
    verdict: isInvalid ? 'invalid' : null,
  };
}

/** The ratio, or why there is none; shares are 0 most of the time, and have none. */
function effectOf(
  unit: RunMetric['unit'],
  values: readonly { readonly a: number; readonly b: number }[],
): { readonly effect: PairedEffect | null; readonly lack: string | null } {
  if (unit === 'share') return { effect: null, lack: null };
  // A logarithm needs something to be taken of.
  if (!values.every(({ a, b }) => a > 0 && b > 0))
    return { effect: null, lack: 'it was 0 in a run' };
  const effect = pairedEffect(values);
  return isHeld(effect) ? { effect, lack: null } : { effect: null, lack: BEYOND_NUMBERS };
}

/** Values that nobody measures may lie too far apart for their ratio, or its interval, to be a number. */
function isHeld({ ratio, interval }: PairedEffect): boolean {
  const ends = [ratio, ...(interval ? [interval.low, interval.high] : [])];
  return ends.every((end) => end > 0 && Number.isFinite(end));
}

/** Those that any run has, those that are judged, and the two that everybody looks for. */
function percentsOf({ a, b }: ComparedPoint, limits: Limits): number[] {
  const printed = [...a, ...b].flatMap(({ point }) =>
    point.latency.response.percentiles.map(({ percent }) => percent),
  );
  return [...new Set([...ALWAYS_SHOWN, ...printed, ...judgedPercents(limits)])].sort(
    (x, y) => x - y,
  );
}

function doubtOf(a: readonly RunMetric[], b: readonly RunMetric[]): string | null {
  const sides = [...new Set([...a.map(withSide('A')), ...b.map(withSide('B'))])];
  return sides.find((doubt) => doubt !== null) ?? null;
}

function withSide(side: string) {
  return ({ doubt }: RunMetric) => (doubt === null ? null : `${side}: ${doubt}`);
}

/** Geometric like the ratio, so that b/a is the ratio; null as soon as one run has no value. */
function meanOf(metrics: readonly RunMetric[], unit: RunMetric['unit']): number | null {
  const values = metrics.flatMap(({ value }) => (value === null ? [] : [value]));
  if (values.length < metrics.length || values.length === 0) return null;
  const mean = (numbers: readonly number[]) =>
    numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
  if (unit === 'share' || values.includes(0)) return mean(values);
  return Math.exp(mean(values.map(Math.log)));
}
