import { SMALLEST_EFFECT } from '../../../src/contract/change-limit.ts';
import { studentTQuantile, studentTUpperTail } from '../../../src/contract/student-t.ts';
import { holm } from '../../../src/report/regression/holm.ts';
import type { GatingMetric } from '../../../src/report/regression/judge-metrics.ts';
import { judgeMetrics } from '../../../src/report/regression/judge-metrics.ts';
import { beyondMarginP } from '../../../src/report/regression/paired-effect.ts';
import { signFlipP } from '../../../src/report/regression/sign-flip.ts';

/** What a way of deciding says of each metric: whether it changed, for the worse or the better. */
export type Decision = (metrics: readonly GatingMetric[]) => readonly boolean[];

/** Everything on the scale of logarithms. */
interface Estimate {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** Of "nothing changed", two-sided. */
  readonly p: number;
}

const ALPHA = 0.05;
const LEAST = Math.log1p(SMALLEST_EFFECT);

/** The one that is shipped, and those that were tried beside it. */
export const DECISIONS: Readonly<Record<string, Decision>> = {
  shipped: (metrics) =>
    judgeMetrics(metrics).map(({ verdict }) => verdict === 'regressed' || verdict === 'improved'),
  'Holm against 2 %': (metrics) => {
    const adjusted = holm(metrics.map(({ effect }) => beyondMarginP(effect, SMALLEST_EFFECT)));
    return metrics.map(
      ({ effect, limit }, index) =>
        (adjusted[index] ?? 1) < ALPHA &&
        Math.abs(Math.log(effect.ratio)) > Math.log1p(limit) &&
        signFlipP(effect.logRatios) <= ALPHA,
    );
  },
  'trimmed mean': by(trimmedMean),
  'trimmed mean, or shipped': either(by(trimmedMean)),
  'Hodges-Lehmann': by(hodgesLehmann),
  'Hodges-Lehmann, or shipped': either(by(hodgesLehmann)),
};

/** The rules that are shipped, with another estimate. */
function by(estimateOf: (values: readonly number[]) => Estimate): Decision {
  return (metrics) => {
    const estimates = metrics.map(({ effect }) => estimateOf(effect.logRatios));
    const adjusted = holm(estimates.map(({ p }) => p));
    return estimates.map(({ mean, low, high }, index) => {
      const isBeyond = low > LEAST || high < -LEAST;
      const isLarge = Math.abs(mean) > Math.log1p(metrics[index]?.limit ?? 0);
      return (adjusted[index] ?? 1) < ALPHA && isBeyond && isLarge;
    });
  };
}

function either(other: Decision): Decision {
  return (metrics) => {
    const found = other(metrics);
    return (DECISIONS.shipped?.(metrics) ?? []).map((one, index) => one || found[index] === true);
  };
}

/** Yuen 1974: the lowest and the highest left out, the variance of the rest with both pulled in. */
function trimmedMean(values: readonly number[]): Estimate {
  const sorted = [...values].sort((a, b) => a - b);
  const kept = sorted.slice(1, -1);
  const mean = average(kept);
  const winsorised = [kept[0] ?? 0, ...kept, kept.at(-1) ?? 0];
  const centre = average(winsorised);
  const squares = winsorised.reduce((sum, one) => sum + (one - centre) ** 2, 0);
  const error = Math.sqrt(squares / (kept.length * (kept.length - 1)));
  const freedom = kept.length - 1;
  const half = studentTQuantile(0.975, freedom) * error;
  const p =
    error === 0 ? Number(mean === 0) : 2 * studentTUpperTail(Math.abs(mean) / error, freedom);
  return { mean, low: mean - half, high: mean + half, p };
}

/** Median of the means of two, its interval and p from the exact signed-rank distribution. */
function hodgesLehmann(values: readonly number[]): Estimate {
  const n = values.length;
  const means = values
    .flatMap((one, index) => values.slice(index).map((other) => (one + other) / 2))
    .sort((a, b) => a - b);
  const below = signedRankShares(n);
  const outside = below.findLastIndex((share) => share <= 0.025);
  const negative = means.filter((one) => one < 0).length;
  const least = Math.min(negative, means.length - negative);
  return {
    mean: ((means[(means.length - 1) >> 1] ?? 0) + (means[means.length >> 1] ?? 0)) / 2,
    low: means[outside] ?? Number.NEGATIVE_INFINITY,
    high: means[means.length - 1 - outside] ?? Number.POSITIVE_INFINITY,
    p: Math.min(1, 2 * (below[least] ?? 1)),
  };
}

const KNOWN_SHARES = new Map<number, readonly number[]>();

/** P(W ≤ w) of the signed-rank statistic of n differences, w from 0. */
function signedRankShares(n: number): readonly number[] {
  const known = KNOWN_SHARES.get(n);
  if (known) return known;
  let ways = [1];
  for (let rank = 1; rank <= n; rank += 1) {
    const next = new Array<number>(ways.length + rank).fill(0);
    for (const [sum, count] of ways.entries()) {
      next[sum] = (next[sum] ?? 0) + count;
      next[sum + rank] = (next[sum + rank] ?? 0) + count;
    }
    ways = next;
  }
  let seen = 0;
  const shares = ways.map((count) => {
    seen += count;
    return seen / 2 ** n;
  });
  KNOWN_SHARES.set(n, shares);
  return shares;
}

function average(values: readonly number[]): number {
  return values.reduce((sum, one) => sum + one, 0) / values.length;
}
