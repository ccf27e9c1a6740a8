import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { distortion } from '../../../../../src/load/stats/verdict/distortion.ts';
import { everyNth, fates, outcomeOf, someFacts } from '../a-load-outcome.ts';
import { MS, SECOND } from '../a-shard-plan.ts';
import type { Fate } from '../play-load.ts';

const facts = (change: (i: number) => Partial<Fate>) => someFacts(outcomeOf(fates(change)));

/** Late, so that the median moves, but within the millisecond that leaves a request clean. */
const lateBy = (latenessNs: number, serviceNs = 5 * MS) => facts(() => ({ latenessNs, serviceNs }));

describe('the distortion rule', () => {
  it('fires when p50 is over 10 % and over 50 µs above that of clean requests', () => {
    const rule = distortion(lateBy(0.6 * MS), []);
    assert.equal(rule.fired, true);
    assert.equal(rule.value, 'p50 5.6 ms, clean p50 5 ms, 100 % clean');
  });

  it('does not fire at 8 %', () => assert.equal(distortion(lateBy(0.4 * MS), []).fired, false));

  it('does not fire at 50 µs of a fast answer, however many percent that is', () => {
    assert.equal(distortion(lateBy(0.045 * MS, 0.1 * MS), []).fired, false);
    assert.equal(distortion(lateBy(0.055 * MS, 0.1 * MS), []).fired, true);
  });

  it('fires when under half of the requests are clean', () => {
    const rule = distortion(facts(everyNth(1, { latenessNs: 1.1 * MS, serviceNs: 50 * MS })), []);
    assert.equal(rule.fired, true);
    assert.equal(rule.value, '0 % clean');
  });

  it('does not fire when half of them are, and the median holds', () => {
    const half = facts(everyNth(2, { latenessNs: 1.1 * MS, serviceNs: 50 * MS }));
    assert.equal(distortion(half, []).fired, false);
  });

  it('fires when a gate is met by clean requests only', () => {
    const rule = distortion(someFacts(), ['p99<10ms']);
    assert.equal(rule.fired, true);
    assert.match(rule.value, /p99<10ms passes on clean requests only$/);
  });

  it('does not fire for a server that answers nobody: infinite against infinite is supported', () => {
    const silent = facts(() => ({ serviceNs: 5 * SECOND, ending: 'timed-out' }));
    assert.equal(distortion(silent, []).fired, false);
    const never = facts(everyNth(1, { ending: 'never sent' }));
    assert.equal(distortion(never, []).fired, false);
  });

  it('fires when only touched requests timed out, for that was us', () => {
    const change = (i: number) =>
      i % 100 < 51
        ? { latenessNs: 2 * MS, serviceNs: 5 * SECOND, ending: 'timed-out' as const }
        : {};
    assert.equal(distortion(facts(change), []).fired, true);
  });

  it('does not fire in a 1.4 s standstill of the server, whatever it does to the tail', () => {
    const stall = facts((i) => {
      const waitNs = (2000 - i) * 10 * MS;
      return i > 1860 && i <= 2000 ? { serviceNs: 5 * MS + waitNs } : {};
    });
    assert.equal(distortion(stall, []).fired, false);
  });
});
