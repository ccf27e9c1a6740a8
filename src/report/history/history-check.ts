import type { Difference } from '../../contract/comparison.ts';
import type { RunMetric } from '../compare/run-metrics.ts';
import type { LeftOut } from './read-series.ts';
import type { HeldLoad } from './run-against-history.ts';

/** Where in a history something was. */
export interface RunMark {
  /** Name of the entry. */
  readonly entry: string;
  readonly startedAt: string;
  readonly gitRevision: string | null;
}

/** A lasting change of a level, after `lastBefore` and not after `firstAfter`. Base units. */
export interface FoundChange {
  readonly lastBefore: RunMark;
  readonly firstAfter: RunMark;
  readonly direction: 'worse' | 'better';
  /** Mean of the runs on each side, up to the next change. */
  readonly before: number;
  readonly after: number;
  readonly p: number;
  /**
   * unconfirmed: too few runs after it to tell it from a burst; recovered: worse once, and the level that
   * lasts now is not.
   */
  readonly state: 'confirmed' | 'unconfirmed' | 'recovered';
}

/** One judged metric of a load over its runs. */
export interface MetricCheck {
  readonly id: string;
  readonly unit: RunMetric['unit'];
  readonly limit: number;
  /** Oldest first; null: the run has none that can be relied on. */
  readonly values: readonly (number | null)[];
  readonly changes: readonly FoundChange[];
  /** Why no change could be looked for; null when it was. */
  readonly reason: string | null;
}

/** One load of a series. */
export interface LoadCheck {
  readonly name: string;
  /** Oldest first, the newest included: valid, made alike, since the last acknowledged change. */
  readonly runs: readonly RunMark[];
  /** Valid runs that were not made as the newest was, and in what (A: how they were, B: how it was). */
  readonly unlike: number;
  readonly differences: readonly Difference[];
  readonly metrics: readonly MetricCheck[];
  /** The newest run by itself, against the band of those before it. */
  readonly newest: RunMark & { readonly held: HeldLoad };
}

export interface SeriesCheck {
  readonly series: string;
  readonly entries: number;
  readonly loads: readonly LoadCheck[];
  /** The acknowledged entry that it begins with now, and why that was fine. */
  readonly baseline: { readonly entry: string; readonly reason: string } | null;
  /** Entries that began after they were added: a clock was set, and the order may be wrong. */
  readonly outOfTime: readonly string[];
  readonly leftOut: readonly LeftOut[];
}

/** What `bench history check` found. */
export interface HistoryCheck {
  readonly kind: 'history-check';
  /** worse: confirmed and not acknowledged; unconfirmed: it may be; unknown: too few runs, or no newest one, to tell by. */
  readonly verdict: 'worse' | 'unconfirmed' | 'unknown' | 'fine';
  readonly series: readonly SeriesCheck[];
}
