import { assertNever } from '../contract/never.ts';
import type { Interval } from '../contract/point.ts';
import { type Gate, meets, printGate } from '../contract/slo.ts';
import { countText } from './stats/count-text.ts';
import { durationText } from './stats/duration-text.ts';
import { decodeHistogram } from './stats/histogram-codec.ts';
import { LatencyHistogram } from './stats/latency-histogram.ts';
import { rankOf } from './stats/percentile-rank.ts';
import { shareText } from './stats/share-text.ts';

/** A condition looks at this many seconds, and at older ones until enough requests have ended. */
const WINDOW_SECONDS = 5;
const MIN_REQUESTS = 20;
const MOST_SECONDS = 60;

/**
 * Looks at each second of a load, warm-up included, and says when one of the conditions holds: `errors`
 * is the share of ended requests that failed or timed out; latencies are those of the second's answers,
 * a failed request being slower than any.
 */
export class AbortWatch {
  readonly #conditions: readonly Gate[];
  #rows: Interval[] = [];

  constructor(conditions: readonly Gate[]) {
    this.#conditions = conditions;
  }

  /** Takes the next second; a sentence when the load is to end, else null. */
  add(row: Interval): string | null {
    if (this.#conditions.length === 0) return null;
    this.#rows = [...this.#rows, row].slice(-MOST_SECONDS);
    const window = windowOf(this.#rows);
    if (endedIn(window) < MIN_REQUESTS) return null;
    for (const condition of this.#conditions) {
      const value = seenBy(condition, window);
      if (value !== null && meets(value, condition)) return sentence(condition, value, window);
    }
    return null;
  }
}

function windowOf(rows: readonly Interval[]): readonly Interval[] {
  let from = Math.max(0, rows.length - WINDOW_SECONDS);
  while (from > 0 && endedIn(rows.slice(from)) < MIN_REQUESTS) from -= 1;
  return rows.slice(from);
}

function sumOf(rows: readonly Interval[], key: 'completed' | 'failed' | 'timedOut'): number {
  return rows.reduce((sum, row) => sum + row[key], 0);
}

function endedIn(rows: readonly Interval[]): number {
  return sumOf(rows, 'completed') + sumOf(rows, 'failed') + sumOf(rows, 'timedOut');
}

/** In the condition's base unit; null when nothing in these seconds tells. */
function seenBy({ metric }: Gate, rows: readonly Interval[]): number | null {
  if (!('clock' in metric)) {
    return (sumOf(rows, 'failed') + sumOf(rows, 'timedOut')) / endedIn(rows);
  }
  const clock = metric.clock === 'service' ? 'service' : 'response';
  const histogram = new LatencyHistogram();
  for (const row of rows) histogram.add(decodeHistogram(row[clock]));
  switch (metric.kind) {
    case 'mean':
      return histogram.meanNs;
    case 'max':
      return histogram.maxNs;
    case 'percentile': {
      const rank = rankOf(metric.percent, endedIn(rows));
      if (rank > histogram.count) return Number.POSITIVE_INFINITY;
      return histogram.valueAtRank(rank) ?? null;
    }
    default:
      return assertNever(metric);
  }
}

function sentence(condition: Gate, value: number, rows: readonly Interval[]): string {
  const ended = endedIn(rows);
  const seen =
    'clock' in condition.metric
      ? `${Number.isFinite(value) ? durationText(value) : 'too many failed'} over ${countText(ended)} requests`
      : `${shareText(value)} of ${ended} requests failed or timed out`;
  return `ended early by --abort-on ${printGate(condition)}: ${seen} in the last ${rows.length} s`;
}
