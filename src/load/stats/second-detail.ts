import type { BucketCounts } from '../../contract/client-metrics.ts';
import { addBuckets } from './bucket-counts.ts';

/** What a second is told with while the load runs, beside its interval; no result keeps it. */
export interface SecondDetail {
  /** Requests that ended in it, by the code of their outcome. */
  readonly outcomes: readonly number[];
  /** Of those that completed or timed out. */
  readonly lateness: BucketCounts;
}

/** The same second of two shards. */
export function addDetails(a: SecondDetail, b: SecondDetail): SecondDetail {
  return {
    outcomes: a.outcomes.map((count, code) => count + (b.outcomes[code] ?? 0)),
    lateness: addBuckets(a.lateness, b.lateness),
  };
}
