import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ResultDocument } from '../../../../src/contract/result-document.ts';
import { disturbanceOf } from '../../../../src/report/compare/disturbed-pair.ts';
import { aRun } from './some-pairs.ts';

function robbed(document: ResultDocument, stealShare: number | null): ResultDocument {
  const points = document.points.map((point) => ({
    ...point,
    generator: point.generator && { ...point.generator, stealShare },
  }));
  return { ...document, points };
}

describe('a pair', () => {
  const [a, b] = [aRun(1, 0), aRun(1, 1)];

  it('is disturbed when other machines took CPU time in one of its runs alone', () => {
    const words = 'other virtual machines took 1 % of the CPU time in A and 13 % in B';
    assert.equal(disturbanceOf(robbed(a, 0.01), robbed(b, 0.13)), words);
    assert.ok(
      disturbanceOf(robbed(a, 0.13), robbed(b, 0.01))?.includes('13 % of the CPU time in A'),
    );
  });

  it('is not when both lost as much, however much it was', () => {
    assert.equal(disturbanceOf(robbed(a, 0.3), robbed(b, 0.33)), null);
  });

  it('is not when nobody knows, or no load was measured', () => {
    assert.equal(disturbanceOf(robbed(a, null), robbed(b, 0.5)), null);
    assert.equal(disturbanceOf(robbed(a, 0.5), { ...b, points: [] }), null);
  });

  it('is never judged by what it measured', () => {
    assert.equal(disturbanceOf(a, aRun(9, 1)), null);
  });
});
