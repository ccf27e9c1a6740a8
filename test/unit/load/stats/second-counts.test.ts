import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { noCounters } from '../../../../src/contract/accounting.ts';
import type { Interval, Phase } from '../../../../src/contract/point.ts';
import { encodeHistogram } from '../../../../src/load/stats/histogram-codec.ts';
import { LatencyHistogram } from '../../../../src/load/stats/latency-histogram.ts';
import { secondCounts, wholeRowsOf } from '../../../../src/load/stats/second-counts.ts';
import { MS, SECOND } from './a-shard-plan.ts';

function textOf(...recorded: number[]): string {
  const histogram = new LatencyHistogram();
  for (const ns of recorded) histogram.record(ns);
  return encodeHistogram(histogram);
}

/** A row in which answers took 1 ms and `second` ms, and two of 9 ms as service. */
const row = (second: number): Interval => ({
  ...{ second, phase: 'measured', due: 2, sent: 2, completed: 2, failed: 0, timedOut: 0 },
  ...{ inFlight: 0, waiting: 0, stallNs: 0 },
  response: textOf(MS, second * MS),
  service: textOf(9 * MS, 9 * MS),
});
const rows = [0, 1, 2, 3, 4, 5, 6].map(row);

const phase = (startS: number, durationS: number): Phase => ({
  ...{ name: 'measured', counters: noCounters() },
  ...{ startNs: startS * SECOND, durationNs: durationS * SECOND },
});

describe('the whole rows of a phase', () => {
  const seconds = (startS: number, durationS: number, of = rows) =>
    wholeRowsOf(of, phase(startS, durationS)).map(({ second }) => second);

  it('are those from its first to its last moment', () => {
    assert.deepEqual(seconds(2, 3), [2, 3, 4]);
  });

  it('leave out a second that it begins or ends in', () => {
    assert.deepEqual(seconds(1.5, 3.2), [2, 3]);
  });

  it('may span several seconds', () => {
    const wide = [0, 2, 4, 6].map(row);
    assert.deepEqual(seconds(2, 4, wide), [2, 4]);
    assert.deepEqual(seconds(2, 3, wide), [2]);
  });

  it('may be none', () => assert.deepEqual(seconds(0, 3, []), []));
});

describe('the counts of the seconds of a phase', () => {
  it('tell how many answers were within each value', () => {
    assert.deepEqual(secondCounts(rows.slice(0, 5), phase(2, 3), 'response', [MS, 3.5 * MS]), [
      { count: 2, within: [1, 2] },
      { count: 2, within: [1, 2] },
      { count: 2, within: [1, 1] },
    ]);
  });

  it('give answers of the drain to the last second', () => {
    assert.deepEqual(secondCounts(rows, phase(2, 3), 'response', [MS, 3.5 * MS]), [
      { count: 2, within: [1, 2] },
      { count: 2, within: [1, 2] },
      { count: 6, within: [3, 3] },
    ]);
  });

  it('read the clock that is asked for', () => {
    assert.deepEqual(secondCounts(rows, phase(6, 1), 'service', [MS, 10 * MS]), [
      { count: 2, within: [0, 2] },
    ]);
  });
});
