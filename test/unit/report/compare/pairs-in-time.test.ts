import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pairRatios } from '../../../../src/report/compare/pair-ratios.ts';
import { pairsInTime } from '../../../../src/report/compare/pairs-in-time.ts';
import { COMPARISON_SHAPES } from '../../../support/comparison-shapes.ts';

function shape(name: string) {
  return COMPARISON_SHAPES[name]?.() ?? assert.fail(`no shape ${name}`);
}

describe('pairs', () => {
  it('are numbered in the order in which they were measured, however they were named', () => {
    const document = shape('regressed');
    const turned = { ...document, pairs: document.pairs.toReversed() };
    const idsOf = (pairs: ReturnType<typeof pairsInTime>) =>
      pairs.map(({ a, number }) => [number, a?.id]);
    assert.deepEqual(idsOf(pairsInTime(turned)), idsOf(pairsInTime(document)));
  });

  it('lack the run that was not measured', () => {
    const [last] = pairsInTime(shape('interrupted')).slice(-1);
    assert.deepEqual([last?.b, last?.pair.judged], [null, false]);
    assert.ok(last?.a);
  });
});

describe('the ratios of a metric', () => {
  it('have the geometric mean that the comparison found', () => {
    const document = shape('regressed');
    const p99 = document.comparison?.points[0]?.metrics.find(({ id }) => id === 'p99');
    const ratios = pairRatios(document, '100/s', 'p99').map(({ ratio }) => ratio ?? Number.NaN);
    assert.equal(ratios.length, 6);
    const mean = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
    assert.ok(Math.abs(mean - (p99?.ratio ?? 0)) < 1e-12);
  });

  it('are those of the load that is asked for', () => {
    const changes = (load: string) =>
      pairRatios(shape('loads'), load, 'p50').map(({ ratio }) => (ratio ?? 0) > 1.2);
    assert.deepEqual(
      [...changes('qps=100'), ...changes('qps=200')],
      [false, false, false, true, true, true],
    );
  });

  it('are unknown where a run has no such value', () => {
    const ratios = pairRatios(shape('loads'), 'qps=50', 'p99');
    assert.deepEqual(
      ratios.map(({ ratio }) => ratio),
      [null, null, null],
    );
  });
});
