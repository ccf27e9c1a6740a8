import type { MetricVerdict } from '../regression/judge-metrics.ts';

/** A field that is not the same on both sides, in words. */
export interface Difference {
  readonly field: string;
  readonly a: string;
  readonly b: string;
}

/** One metric of one load, over all pairs. Base units: ns, requests per second, shares of 1. */
export interface MetricComparison {
  readonly id: string;
  readonly unit: 'ns' | '/s' | 'share';
  /** Geometric means over the runs (of shares: plain means); null where a run has no value. */
  readonly a: number | null;
  readonly b: number | null;
  /** B/A with its 95 % interval; null where it cannot be formed (shares, missing values). */
  readonly ratio: number | null;
  readonly interval: { readonly low: number; readonly high: number } | null;
  /** The change that matters, a share; null: shown, and never judged. */
  readonly limit: number | null;
  readonly verdict: MetricVerdict | 'invalid' | null;
  /** Why it is invalid, or what is to be known of its values. */
  readonly reason: string | null;
  readonly adjustedP: number | null;
  readonly signFlipP: number | null;
  readonly pairsNeeded: number | null;
}

/** One load that both sides have measured. */
export interface PointComparison {
  readonly name: string;
  /** Why nothing of it may be judged; empty when all may. */
  readonly faults: readonly string[];
  readonly metrics: readonly MetricComparison[];
}

export type ComparisonVerdict = MetricVerdict | 'invalid';

/** What `bench compare` found. */
export interface Comparison {
  readonly kind: 'comparison';
  readonly verdict: ComparisonVerdict;
  /** Ids of the results, pair by pair. */
  readonly pairs: readonly { readonly a: string; readonly b: string }[];
  /** Conditions that should be the same and are not; only where it was forced. */
  readonly unlike: readonly Difference[];
  /** What a comparison may be about: the revision, the model's version, labels. */
  readonly changed: readonly Difference[];
  readonly points: readonly PointComparison[];
  /** Loads that not every result has. */
  readonly unmatched: readonly string[];
}
