import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { formatDurationMs, parseDurationMs } from '../../../src/contract/units.ts';

describe('a duration', () => {
  for (const [text, ms] of [
    ['30s', 30_000],
    ['1m30s', 90_000],
    ['250ms', 250],
    ['1.5s', 1500],
    ['2h', 7_200_000],
    ['7d', 604_800_000],
    ['500us', 0.5],
    ['0', 0],
    [' 5s ', 5000],
  ] as const) {
    it(`"${text}" is ${ms} ms`, () => assert.equal(parseDurationMs(text), ms));
  }
  for (const text of ['30', '', 's', '5 s', '-5s', '5sec', '1e3s', '5s!', '5s 3x']) {
    it(`"${text}" is none`, () => assert.equal(parseDurationMs(text), undefined));
  }
  it('is printed so that it parses back to the same number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), (us) => {
        assert.equal(parseDurationMs(formatDurationMs(us / 1000)), us / 1000);
      }),
    );
  });
  it('of whole days is printed in days', () => {
    assert.equal(formatDurationMs(604_800_000), '7d');
  });
});
