import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { noCounters } from '../../../src/contract/accounting.ts';
import { exitCodeOf } from '../../../src/contract/exit-code-of.ts';
import type { GateResult, Verdict } from '../../../src/contract/point.ts';

function point(verdict: Verdict, completed: number, gatePassed = true) {
  const counters = { ...noCounters(), planned: 10, completed, failed: 10 - completed };
  const gate = { expression: 'errors<=1%', passed: gatePassed } as GateResult;
  return {
    verdict,
    gates: [gate],
    phases: [{ name: 'measured' as const, startNs: 0, durationNs: 1e9, counters }],
  };
}

describe('the exit code', () => {
  it('is 0 for a valid run whose gates hold', () =>
    assert.equal(exitCodeOf([point('valid', 10)], false), 0));
  it('is 0 for a saturated run without a missed gate', () =>
    assert.equal(exitCodeOf([point('saturated', 10)], false), 0));
  it('is 1 when a gate is missed', () =>
    assert.equal(exitCodeOf([point('valid', 10, false)], false), 1));
  it('is 6 for an invalid run, gates or not: they cannot be judged', () =>
    assert.equal(exitCodeOf([point('invalid', 10, false)], false), 6));
  it('is 4 when not one good answer came', () =>
    assert.equal(exitCodeOf([point('invalid', 0, false)], false), 4));
  it('is 130 when interrupted, whatever else', () =>
    assert.equal(exitCodeOf([point('invalid', 0, false)], true), 130));
  it('is that of the worst point', () =>
    assert.equal(exitCodeOf([point('valid', 10), point('invalid', 10)], false), 6));
});
