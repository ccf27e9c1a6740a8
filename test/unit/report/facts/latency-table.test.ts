import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Point } from '../../../../src/contract/point.ts';
import { latencyTable } from '../../../../src/report/facts/latency-table.ts';
import { textOf } from '../../../../src/report/facts/table.ts';
import { aPoint } from '../../../support/a-result.ts';

/** All measured percentiles of the named clocks moved by ourselves. */
function distorted(...clocks: readonly ('response' | 'service')[]): Point {
  const point = aPoint();
  for (const clock of clocks) {
    for (const percentile of point.latency[clock].percentiles) {
      if (percentile.state === 'measured') percentile.distorted = true;
    }
  }
  return point;
}

describe('the table of latencies', () => {
  it('has a row for each percentile, the mean and the maximum', () => {
    const rows = latencyTable(aPoint()).rows.map(([name = '']) => textOf(name));
    assert.deepEqual(rows, ['p50', 'p90', 'p95', 'p99', 'p99.9', 'mean', 'max']);
  });
  it('has nothing to add to an undoubted run', () => {
    assert.deepEqual(latencyTable(aPoint()).footnotes, []);
  });
  it('says each doubt once, and what it is about', () => {
    const { footnotes, rows } = latencyTable(distorted('response', 'service'));
    assert.deepEqual(footnotes, [
      '† moved by lateness of the generator itself: response p50, p90, p95, p99; service p50, p90, p95, p99.',
    ]);
    assert.match(textOf(rows[0]?.[1] ?? ''), / ms †$/);
  });
  it('reads mean and maximum as lower bounds when requests never came back', () => {
    const lost = latencyTable(aPoint({ endingOf: (r) => (r < 0.1 ? 'timedOut' : 'completed') }));
    const [mean, max] = lost.rows.slice(-2).map((row) => textOf(row[1] ?? ''));
    assert.match(`${mean} ${max}`, /^> \S+ ms > 5\.00 s$/);
    assert.match(lost.footnotes?.[0] ?? '', /^\d+ requests never came back/);
  });
});
