import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Interval } from '../../../../src/contract/point.ts';
import { addShards } from '../../../../src/load/stats/add-intervals.ts';
import { decodeHistogram, encodeHistogram } from '../../../../src/load/stats/histogram-codec.ts';
import { coarsen, IntervalSeries, widthFor } from '../../../../src/load/stats/interval-series.ts';
import { LatencyHistogram } from '../../../../src/load/stats/latency-histogram.ts';
import { MS } from './a-shard-plan.ts';

function aRow(second: number): Interval {
  const histogram = new LatencyHistogram();
  histogram.record((second + 1) * MS);
  const text = encodeHistogram(histogram);
  return {
    ...{ second, phase: second < 2 ? 'warmup' : 'measured', due: 3, sent: 2, completed: 1 },
    ...{ failed: 4, timedOut: 5, inFlight: second, waiting: 2 * second, stallNs: 100 - second },
    ...{ response: text, service: text },
  };
}

const rowsUpTo = (seconds: number) => Array.from({ length: seconds }, (_, i) => aRow(i));

function seriesOf(rows: readonly Interval[], limit: number): IntervalSeries {
  const series = new IntervalSeries(limit);
  for (const row of rows) series.add(row);
  return series;
}

describe('a series of seconds', () => {
  it('keeps every second of a load that is short enough', () => {
    assert.deepEqual(seriesOf(rowsUpTo(8), 8).rows(), rowsUpTo(8));
  });

  it('has rows of a power of two of seconds when the load is longer', () => {
    const rows = seriesOf(rowsUpTo(9), 8).rows();
    assert.deepEqual(
      rows.map(({ second }) => second),
      [0, 2, 4, 6, 8],
    );
    const { response, service, ...row } = rows[1] as Interval;
    assert.deepEqual(row, {
      ...{ second: 2, phase: 'measured', due: 6, sent: 4, completed: 2, failed: 8, timedOut: 10 },
      ...{ inFlight: 3, waiting: 6, stallNs: 98 },
    });
    assert.equal(decodeHistogram(response).count, 2);
    assert.equal(decodeHistogram(service).count, 2);
  });

  it('is the same however early the rows were merged', () => {
    fc.assert(
      fc.property(fc.nat({ max: 70 }), fc.integer({ min: 1, max: 9 }), (seconds, limit) => {
        const rows = rowsUpTo(seconds);
        const expected = coarsen(rows, widthFor(rows, limit));
        assert.deepEqual(seriesOf(rows, limit).rows(), expected);
        assert.ok(expected.length <= limit);
      }),
      { numRuns: 40 },
    );
  });

  it('never holds more rows than its limit while the load runs', () => {
    const series = new IntervalSeries(4);
    for (const row of rowsUpTo(40)) {
      series.add(row);
      assert.ok(series.rows().length <= 4);
    }
  });

  it('may be coarsened before or after shards are added', () => {
    const [a, b] = [rowsUpTo(9), rowsUpTo(9)];
    const together = a.map((row, i) => addShards(row, b[i] as Interval));
    const apart = coarsen(a, 4).map((row, i) => addShards(row, coarsen(b, 4)[i] as Interval));
    assert.deepEqual(coarsen(together, 4), apart);
  });
});
