import type { Counters } from '../../contract/accounting.ts';
import type { EncodedHistograms } from '../../contract/point.ts';
import type { LatencyClock } from '../../contract/slo.ts';
import { cellOf, highestNsOf, lowestNsOf } from './hdr-layout.ts';
import { decodeHistogram } from './histogram-codec.ts';
import type { LatencyHistogram } from './latency-histogram.ts';
import { rankOf } from './percentile-rank.ts';

/**
 * Requests that percentiles are taken of. Some never came back, and are slower than any other:
 * `missing` ones are not in the histogram, `timedOut` ones stand in it at or above `timeoutNs`.
 */
export interface Population {
  readonly histogram: LatencyHistogram;
  readonly missing: number;
  readonly timedOut: number;
  readonly timeoutNs: number;
}

/** Number of requests a percentile of this population is taken of. */
export function sizeOf({ histogram, missing }: Population): number {
  return histogram.count + missing;
}

/** Requests that never came back. */
export function censoredOf({ missing, timedOut }: Population): number {
  return missing + timedOut;
}

/** A value known to three digits, or all that is known: that it is above `aboveNs`. */
export type Quantile =
  | { readonly known: true; readonly lowNs: number; readonly valueNs: number }
  | { readonly known: false; readonly aboveNs: number };

/** The value of the `rank`-th fastest request. */
export function quantileAt(population: Population, rank: number): Quantile {
  const { histogram, timedOut, timeoutNs } = population;
  const cell = cellOf(histogram.valueAtRank(rank) ?? 0);
  const amongTimedOut = timedOut > 0 && cell >= cellOf(timeoutNs);
  if (rank <= histogram.count - timedOut && !amongTimedOut) {
    return { known: true, lowNs: lowestNsOf(cell), valueNs: highestNsOf(cell) };
  }
  const lowNs = lowestNsOf(cell);
  return { known: false, aboveNs: cell === cellOf(timeoutNs) ? timeoutNs : lowNs };
}

/** What the `rank`-th fastest request did not exceed, even if every time-out came before it. */
export function upperBoundNs({ histogram, timedOut }: Population, rank: number): number {
  if (rank + timedOut > histogram.count) return Number.POSITIVE_INFINITY;
  return histogram.valueAtRank(rank + timedOut) ?? Number.POSITIVE_INFINITY;
}

/** The percentile as a number, infinite where it is not known: comparable. */
export function finiteOrInfinite(population: Population, percent: number): number {
  const quantile = quantileAt(population, rankOf(percent, sizeOf(population)));
  return quantile.known ? quantile.valueNs : Number.POSITIVE_INFINITY;
}

export type Clock = LatencyClock | 'clean';

/** One population for each latency of a phase, and one for clean. */
export function populationsOf(
  counters: Counters,
  encoded: EncodedHistograms,
  timeoutNs: number,
): Record<Clock, Population> {
  const { timedOut, aborted, unsent } = counters;
  const clean = decodeHistogram(encoded.clean);
  const aboveTimeout = clean.count - clean.countAtOrBelow(lowestNsOf(cellOf(timeoutNs)) - 1);
  const population = (text: string, missing: number, late: number) => ({
    histogram: decodeHistogram(text),
    missing,
    timedOut: late,
    timeoutNs,
  });
  return {
    response: population(encoded.response, aborted + unsent, timedOut),
    service: population(encoded.service, aborted, timedOut),
    lateness: population(encoded.lateness, 0, 0),
    queueing: population(encoded.queueing, unsent, 0),
    clean: {
      histogram: clean,
      missing: aborted + unsent,
      timedOut: Math.min(timedOut, aboveTimeout),
      timeoutNs,
    },
  };
}
