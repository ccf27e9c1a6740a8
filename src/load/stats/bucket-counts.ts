import { type BucketCounts, CLIENT_BUCKETS_NS } from '../../contract/client-metrics.ts';
import { cellOf, middleNsOf } from './hdr-layout.ts';
import type { LatencyHistogram } from './latency-histogram.ts';

/** The last cell of each bucket: a value within 0.1 % above a bound counts as on it. */
const LAST_CELLS = CLIENT_BUCKETS_NS.map(cellOf);

/**
 * A histogram's values in the fixed buckets of the bench's own metrics. A worker does this once a second
 * between two requests, so it looks at each cell once and makes nothing for it.
 */
export function bucketCounts({ cells, firstCell, lastCell }: LatencyHistogram): BucketCounts {
  const counts = noCounts();
  let sumNs = 0;
  let bucket = 0;
  for (let cell = firstCell; cell <= lastCell; cell += 1) {
    const count = cells[cell] as number;
    if (count === 0) continue;
    while (cell > (LAST_CELLS[bucket] ?? Number.POSITIVE_INFINITY)) bucket += 1;
    counts[bucket] = (counts[bucket] as number) + count;
    sumNs += middleNsOf(cell) * count;
  }
  return { counts, sumNs };
}

export function noBuckets(): BucketCounts {
  return { counts: noCounts(), sumNs: 0 };
}

/** Associative and commutative, but for the rounding of sums. */
export function addBuckets(a: BucketCounts, b: BucketCounts): BucketCounts {
  return {
    counts: a.counts.map((count, bucket) => count + (b.counts[bucket] ?? 0)),
    sumNs: a.sumNs + b.sumNs,
  };
}

/** What came since `before`, of a histogram that only grows. */
export function bucketsSince(now: BucketCounts, before: BucketCounts): BucketCounts {
  return {
    counts: now.counts.map((count, bucket) => count - (before.counts[bucket] ?? 0)),
    sumNs: Math.max(0, now.sumNs - before.sumNs),
  };
}

function noCounts(): number[] {
  return new Array<number>(CLIENT_BUCKETS_NS.length + 1).fill(0);
}
