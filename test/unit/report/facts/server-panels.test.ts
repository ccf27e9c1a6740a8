import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  onAxis,
  serverPanels,
  serverPanelsTable,
} from '../../../../src/report/facts/server-panels.ts';
import { textOf } from '../../../../src/report/facts/table.ts';
import { aPoint } from '../../../support/a-result.ts';
import { RESULT_SHAPES } from '../../../support/result-shapes.ts';

const [gpu] = RESULT_SHAPES.gpu?.().points ?? [];
assert.ok(gpu);

describe('what the server told over time', () => {
  it('is nothing where it told nothing', () => {
    assert.deepEqual(serverPanels(aPoint()), []);
    assert.equal(serverPanelsTable(aPoint()), null);
  });
  it('leaves out what was 0 all the time', () => {
    const serverSeries = {
      ...{ source: 'scrapes' as const, windowNs: 1e9, atNs: [1e9, 2e9] },
      series: [{ metric: 'server.failures', labels: {}, values: [0, 0] }],
    };
    assert.deepEqual(serverPanels({ ...aPoint(), serverSeries }), []);
  });
  it('has a line for each GPU, named by its label', () => {
    const power = serverPanels(gpu).find(({ title }) => title === 'GPU power');
    assert.deepEqual(
      power?.lines.map(({ name }) => name),
      ['GPU-0a1b', 'GPU-"<2c>'],
    );
  });
  it('is summed up by least, median and greatest reading of the measured phase', () => {
    const rows = serverPanelsTable(gpu)?.rows.map((row) => row.map(textOf)) ?? [];
    const energy = rows.find(([name]) => name?.startsWith('Energy'));
    assert.deepEqual(energy, ['Energy per inference', '1.30 J', '1.40 J', '2.00 J']);
  });
  it('is written on an axis without needless digits', () => {
    assert.equal(onAxis('1', 0.05), '0.05');
    assert.equal(onAxis('bytes', 25e9), '25 GB');
    assert.equal(onAxis('bytes', 200e6), '200 MB');
    assert.equal(onAxis('W', 70), '70 W');
    assert.equal(onAxis('/s', 250), '250/s');
    assert.equal(onAxis('ns', 1.5e6), '1.5 ms');
  });
});
