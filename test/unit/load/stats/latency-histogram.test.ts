import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { LatencyHistogram } from '../../../../src/load/stats/latency-histogram.ts';

const values = fc.array(
  fc.oneof(fc.integer({ min: 0, max: 10_000 }), fc.integer({ min: 0, max: 2 ** 42 })),
  { minLength: 1, maxLength: 200 },
);

function histogramOf(recorded: readonly number[]): LatencyHistogram {
  const histogram = new LatencyHistogram();
  for (const ns of recorded) histogram.record(ns);
  return histogram;
}

function sum(...parts: LatencyHistogram[]): LatencyHistogram {
  const total = new LatencyHistogram();
  for (const part of parts) total.add(part);
  return total;
}

const within3Digits = (actual: number | null | undefined, exact: number) =>
  assert.ok(
    typeof actual === 'number' && Math.abs(actual - exact) <= exact / 1000,
    `${actual} should be ${exact}`,
  );

describe('a latency histogram', () => {
  it('agrees with a sorted array on every rank, the mean, the smallest and the largest', () => {
    fc.assert(
      fc.property(values, (recorded) => {
        const histogram = histogramOf(recorded);
        const sorted = recorded.toSorted((a, b) => a - b);
        sorted.forEach((exact, i) => {
          within3Digits(histogram.valueAtRank(i + 1), exact);
        });
        within3Digits(histogram.minNs, sorted[0] ?? -1);
        within3Digits(histogram.maxNs, sorted.at(-1) ?? -1);
        within3Digits(histogram.meanNs, sorted.reduce((a, b) => a + b, 0) / sorted.length);
        assert.equal(histogram.count, sorted.length);
      }),
      { numRuns: 50 },
    );
  });

  it('counts what is at or below a value that it returned', () => {
    fc.assert(
      fc.property(values, fc.nat(), (recorded, n) => {
        const rank = (n % recorded.length) + 1;
        const value = histogramOf(recorded).valueAtRank(rank) ?? -1;
        const exact = recorded.filter((ns) => ns <= value).length;
        assert.equal(histogramOf(recorded).countAtOrBelow(value), exact);
      }),
      { numRuns: 50 },
    );
  });

  it('is the same whichever way it is added up', () => {
    fc.assert(
      fc.property(values, values, values, (a, b, c) => {
        const [ha, hb, hc] = [histogramOf(a), histogramOf(b), histogramOf(c)];
        const all = histogramOf([...a, ...b, ...c]);
        assert.deepEqual(sum(sum(ha, hb), hc), all);
        assert.deepEqual(sum(ha, sum(hb, hc)), all);
        assert.deepEqual(sum(hc, hb, ha), all);
      }),
      { numRuns: 20 },
    );
  });

  it('has nothing to say when empty', () => {
    const histogram = new LatencyHistogram();
    assert.equal(histogram.valueAtRank(1), undefined);
    assert.equal(histogram.meanNs, null);
    assert.equal(histogram.minNs, null);
    assert.equal(histogram.maxNs, null);
    assert.equal(histogram.countAtOrBelow(1e9), 0);
  });

  it('is empty again after a reset', () => {
    const histogram = histogramOf([1, 2, 3]);
    histogram.reset();
    assert.deepEqual(histogram, new LatencyHistogram());
  });

  it('refuses a count that a cell cannot hold, and a cell that is not there', () => {
    const histogram = new LatencyHistogram();
    histogram.addToCell(0, 2 ** 32 - 1);
    assert.throws(() => histogram.addToCell(0, 1), /cell 0 cannot hold 4294967296/);
    assert.throws(() => histogram.addToCell(1e6, 1), RangeError);
  });
});
