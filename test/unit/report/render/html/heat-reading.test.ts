import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { timeline } from '../../../../../src/report/facts/timeline.ts';
import { heatPlot } from '../../../../../src/report/render/chart/heatmap-chart.ts';
import { heatReading } from '../../../../../src/report/render/html/heat-reading.ts';
import type { CellReading } from '../../../../../src/report/render/html/reading.ts';
import { encode } from '../../../../support/a-measurement.ts';
import { aPoint } from '../../../../support/a-result.ts';

const MS = 1e6;

describe('what can be read of the heat map', () => {
  const point = aPoint({ seconds: 3, warmupSeconds: 0 });
  const intervals = point.intervals.map((one, index) => ({
    ...one,
    response: encode(index === 1 ? [1.1 * MS, 1.1 * MS, 30 * MS] : [1.1 * MS]),
  }));
  const entries = timeline({ ...point, intervals });
  const script = heatReading(entries, heatPlot(entries));
  const data: CellReading = JSON.parse(script.replace(/^<script [^>]*>|<\/script>$/g, ''));
  it('has each column with its seconds', () => {
    assert.deepEqual(
      data.columns.map(({ from, to }) => [from, to]),
      entries.map(({ startSecond, endSecond }) => [startSecond, endSecond]),
    );
  });
  it('has each bin with the number of its answers', () => {
    const bin = (ns: number) => Math.floor(Math.log10(ns) * data.binsPerDecade);
    assert.deepEqual(data.columns[0]?.bins, [bin(1.1 * MS), 1]);
    assert.deepEqual(data.columns[1]?.bins, [bin(1.1 * MS), 2, bin(30 * MS), 1]);
  });
  it('knows between which response times the axis lies', () => {
    assert.deepEqual(data.endsNs, [1 * MS, 50 * MS]);
  });
});
