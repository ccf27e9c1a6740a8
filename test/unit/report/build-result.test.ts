import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { buildResult, type ResultParts } from '../../../src/report/build-result.ts';
import { aPoint, aResult } from '../../support/a-result.ts';

const { environment, target, command } = aResult();
const parts: ResultParts = {
  toolVersion: '0.1.0',
  startedAtEpochMs: Date.UTC(2026, 10, 23, 14, 30, 15),
  finishedAtEpochMs: Date.UTC(2026, 10, 23, 14, 30, 50, 412),
  status: 'complete',
  command,
  labels: { branch: 'main' },
  config: { qps: 100, slo: ['errors<=1%'] },
  environment,
  target,
  points: [aPoint()],
  missing: [],
  exitCode: 0,
};

describe('building a result', () => {
  it('dates it, names it and keeps what it was given', () => {
    const doc = buildResult(parts);
    assert.equal(doc.startedAt, '2026-11-23T14:30:15.000Z');
    assert.equal(doc.finishedAt, '2026-11-23T14:30:50.412Z');
    assert.match(doc.id, /^20261123-143015-mnist_mlp-100qps-/);
    assert.deepEqual(doc.points, parts.points);
    assert.deepEqual(doc.config, parts.config);
    assert.equal(doc.status, 'complete');
  });
  it('is a function: the same parts give the same document', () => {
    assert.deepEqual(buildResult(parts), buildResult(structuredClone(parts)));
  });
  it('says when it was interrupted', () => {
    assert.equal(
      buildResult({ ...parts, status: 'interrupted', exitCode: 130 }).status,
      'interrupted',
    );
  });
  const worst = [
    [['valid', 'saturated'], 'saturated'],
    [['saturated', 'invalid', 'valid'], 'invalid'],
    [['valid', 'valid'], 'valid'],
    [[], 'invalid'],
  ] as const;
  for (const [verdicts, expected] of worst) {
    it(`is ${expected} when its points are ${verdicts.join(', ') || 'none'}`, () => {
      const points = verdicts.map((verdict) => aPoint({ verdict }));
      assert.equal(buildResult({ ...parts, points }).verdict, expected);
    });
  }
  it('refuses what could not be read again', () => {
    const [point] = parts.points;
    assert.ok(point);
    const broken = { ...point, intervals: [{ second: -1 }] };
    assert.throws(() => buildResult({ ...parts, points: [broken as never] }), /intervals/);
  });
});
