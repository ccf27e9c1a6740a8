import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pointsTable } from '../../../../src/report/facts/points-table.ts';
import { textOf } from '../../../../src/report/facts/table.ts';
import { render } from '../../../../src/report/render/renderers.ts';
import { aPoint, aResult, gate } from '../../../support/a-result.ts';

const PLAIN = { color: false, width: 120 };
const sweep = {
  ...aResult(),
  points: [
    aPoint({ ratePerSecond: 20 }),
    aPoint({ ratePerSecond: 50, verdict: 'saturated', fired: ['growing-backlog'] }),
    aPoint({
      ...{ ratePerSecond: 80, verdict: 'invalid', fired: ['distortion'] },
      gates: [gate('p99<1ms', 2e6, 1e6, -1, false)],
    }),
  ],
  missing: [{ name: 'qps=<100>', reason: 'connection refused' }],
};

describe('several points', () => {
  const table = pointsTable(sweep);
  const words = table.rows.map((row) => row.map(textOf));
  it('have a row each, with load, verdict and what came of it', () => {
    assert.deepEqual(
      words.map((row) => row.slice(0, 4)),
      [
        ['20/s', 'valid', '20.0/s', '20.0/s'],
        ['50/s', 'saturated', '50.0/s', '50.0/s'],
        ['80/s', 'invalid', '80.0/s', '80.0/s'],
      ],
    );
  });
  it('say what is wrong with each', () => {
    assert.deepEqual(
      words.map((row) => row.at(-1)),
      ['', 'growing-backlog', 'distortion; p99<1ms missed'],
    );
  });
  it('say which loads were not measured, and why', () => {
    assert.ok(table.footnotes?.includes('qps=<100> was not measured: connection refused.'));
  });
  it('leave out the column of faults when there are none', () => {
    const fine = pointsTable({ ...aResult(), points: [aPoint(), aPoint()] });
    assert.ok(!fine.columns.some(({ title }) => title === 'not as it should be'));
    for (const row of fine.rows) assert.equal(row.length, fine.columns.length);
  });
  for (const format of ['text', 'md', 'html'] as const) {
    it(`are shown side by side in ${format}`, () => {
      const shown = render(sweep, format, PLAIN);
      for (const word of ['20/s', '50/s', '80/s', 'saturated', 'growing-backlog']) {
        assert.ok(shown.includes(word), word);
      }
      assert.match(shown, /was not measured/);
      if (format === 'html') assert.ok(!shown.includes('qps=<100>'));
    });
  }
  it('are not spoken of where there is one', () => {
    for (const format of ['text', 'md', 'html'] as const) {
      assert.doesNotMatch(render(aResult(), format, PLAIN), /Points/);
    }
  });
});
