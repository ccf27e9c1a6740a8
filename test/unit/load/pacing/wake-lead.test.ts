import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createRandom } from '../../../../src/load/pacing/random.ts';
import { WakeLead } from '../../../../src/load/pacing/wake-lead.ts';

/** The lead after many wake-ups whose lag is drawn anew each time. */
function leadAfter(lagNs: (u: number) => number, lead = new WakeLead()): number {
  const random = createRandom(1, 0);
  for (let wakeUp = 0; wakeUp < 5000; wakeUp += 1) lead.arrived(lagNs(random()));
  return lead.ns;
}

describe('the lead of the metronome', () => {
  it('is long until wake-ups are known to come sooner', () => {
    assert.equal(new WakeLead().ns, 500_000);
  });
  it('becomes what nine of ten wake-ups need', () => {
    const ns = leadAfter((u) => u * 300_000);
    assert.ok(Math.abs(ns - 270_000) < 20_000, `${ns}`);
  });
  it('stays between a tenth and half a millisecond', () => {
    assert.equal(
      leadAfter(() => 0),
      100_000,
    );
    assert.equal(
      leadAfter(() => 40e6),
      500_000,
    );
  });
  it('is not led astray by one wake-up of a hundred that takes for ever', () => {
    const ns = leadAfter((u) => (u > 0.99 ? 1e9 : u * 200_000));
    assert.ok(ns < 220_000, `${ns}`);
  });
  it('grows again when the machine becomes slow', () => {
    const lead = new WakeLead();
    leadAfter(() => 50_000, lead);
    assert.equal(
      leadAfter(() => 700_000, lead),
      500_000,
    );
  });
});
