import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { CLIENT_BUCKETS_NS } from '../../../../src/contract/client-metrics.ts';
import {
  addBuckets,
  bucketCounts,
  bucketsSince,
} from '../../../../src/load/stats/bucket-counts.ts';
import { LatencyHistogram } from '../../../../src/load/stats/latency-histogram.ts';

function histogramOf(valuesNs: readonly number[]): LatencyHistogram {
  const histogram = new LatencyHistogram();
  for (const valueNs of valuesNs) histogram.record(valueNs);
  return histogram;
}

const anyValues = fc.array(
  fc.oneof(
    fc.integer({ min: 0, max: 2 ** 40 }),
    fc.integer({ min: 0, max: 1e8 }),
    fc.constantFrom(...CLIENT_BUCKETS_NS),
  ),
);

describe('the bounds of the buckets', () => {
  it('rise by about a quarter, from 1 µs to 100 s, in whole nanoseconds', () => {
    assert.deepEqual([CLIENT_BUCKETS_NS.at(0), CLIENT_BUCKETS_NS.at(-1)], [1000, 100e9]);
    CLIENT_BUCKETS_NS.slice(1).forEach((bound, index) => {
      const ratio = bound / (CLIENT_BUCKETS_NS[index] ?? 0);
      assert.ok(ratio > 1.24 && ratio < 1.29, `${bound}: ${ratio}`);
      assert.ok(Number.isInteger(bound));
    });
  });
});

describe('values in buckets', () => {
  it('are each in the first bucket whose bound is not below them, within 0.1 %', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 40 }), (valueNs) => {
        const bucket = bucketCounts(histogramOf([valueNs])).counts.indexOf(1);
        const above = CLIENT_BUCKETS_NS[bucket] ?? Number.POSITIVE_INFINITY;
        const below = CLIENT_BUCKETS_NS[bucket - 1] ?? -1;
        assert.ok(valueNs <= above * 1.001 && valueNs > below, `${below} ${valueNs} ${above}`);
      }),
    );
  });

  it('are on a bound when they equal it', () => {
    CLIENT_BUCKETS_NS.forEach((bound, index) => {
      assert.equal(bucketCounts(histogramOf([bound])).counts[index], 1);
    });
  });

  it('are all counted, and their sum is right within 0.1 %', () => {
    fc.assert(
      fc.property(anyValues, (values) => {
        const { counts, sumNs } = bucketCounts(histogramOf(values));
        const sum = values.reduce((a, b) => a + b, 0);
        assert.equal(
          counts.reduce((a, b) => a + b, 0),
          values.length,
        );
        assert.ok(Math.abs(sumNs - sum) <= sum / 1000, `${sumNs} ${sum}`);
      }),
    );
  });

  it('are the same counted together or apart, and what came since is what came since', () => {
    fc.assert(
      fc.property(anyValues, anyValues, (first, second) => {
        const [a, b] = [bucketCounts(histogramOf(first)), bucketCounts(histogramOf(second))];
        const both = bucketCounts(histogramOf([...first, ...second]));
        assert.deepEqual(addBuckets(a, b).counts, both.counts);
        assert.deepEqual(bucketsSince(both, a).counts, b.counts);
      }),
    );
  });
});
