import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SeriesTable } from '../../../../src/report/metrics/series-table.ts';

describe('series on one time axis', () => {
  it('have a gap where one told nothing', () => {
    const table = new SeriesTable();
    table.addTime(1e9);
    table.add('a', {}, 1);
    table.addTime(2e9);
    table.add('b', { gpu_uuid: 'A' }, 2);
    table.add('b', { gpu_uuid: 'B' }, 3);
    table.addTime(3e9);
    table.add('a', {}, 4);
    assert.deepEqual(table.build('scrapes', 1e9), {
      ...{ source: 'scrapes', windowNs: 1e9, atNs: [1e9, 2e9, 3e9] },
      series: [
        { metric: 'a', labels: {}, values: [1, null, 4] },
        { metric: 'b', labels: { gpu_uuid: 'A' }, values: [null, 2, null] },
        { metric: 'b', labels: { gpu_uuid: 'B' }, values: [null, 3, null] },
      ],
    });
  });
  it('take what is no number for a gap, and more digits than anyone reads for fewer', () => {
    const table = new SeriesTable();
    table.addTime(0);
    table.add('a', {}, Number.NaN);
    table.add('b', {}, 1 / 3);
    assert.deepEqual(table.build('prometheus', 0)?.series, [
      { metric: 'b', labels: {}, values: [0.333333] },
    ]);
  });
  it('take for a gap what no server can truly tell', () => {
    const table = new SeriesTable();
    table.addTime(0);
    for (const lie of [-1, 1.7e308, Number.POSITIVE_INFINITY]) table.add('a', {}, lie);
    assert.equal(table.build('prometheus', 0), undefined);
  });
  it('are so many of a metric as a chart can show, and what is left out is said', () => {
    const table = new SeriesTable();
    for (const atNs of [0, 1e9]) {
      table.addTime(atNs);
      for (let gpu = 0; gpu < 65; gpu += 1) {
        table.add('server.gpu-power', { gpu_uuid: `GPU-${gpu}` }, 1);
        table.add('server.pending', {}, 1);
      }
    }
    assert.equal(table.build('scrapes', 0)?.series.length, 65);
    assert.equal(
      table.leftOutWords,
      'The server tells more than 64 series of one kind (GPU power): only 64 of each are kept.',
    );
  });
  it('are none when nothing was told', () =>
    assert.equal(new SeriesTable().build('scrapes', 0), undefined));
});
