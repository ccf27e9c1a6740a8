import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseGate } from '../../../src/contract/slo.ts';
import { findingOf } from '../../../src/load/finding-of.ts';
import { probeDurationMs } from '../../../src/load/probe-duration.ts';
import { DOUBTFUL_REASON } from '../../../src/load/stats/gates/latency-gate.ts';
import { aPoint, gate } from '../../support/a-result.ts';

const met = gate('p99<10ms', 5e6, 10e6, 0.5, true);
const missed = gate('p99<10ms', 15e6, 10e6, -0.5, false);
const doubtful = gate('p99<10ms', 15e6, 10e6, -0.5, false, DOUBTFUL_REASON);

describe('what a run says of its rate', () => {
  for (const [words, shape, finding] of [
    ['valid and met', { gates: [met] }, 'met'],
    ['valid and missed', { gates: [met, missed] }, 'missed'],
    ['saturated, whatever the conditions say', { gates: [met], verdict: 'saturated' }, 'missed'],
    [
      'invalid for our lateness, conditions met',
      { gates: [met], verdict: 'invalid', fired: ['distortion'] },
      'unsure',
    ],
    [
      'invalid for our lateness, missed even by what it did not touch',
      { gates: [missed], verdict: 'invalid', fired: ['distortion'] },
      'missed',
    ],
    [
      'invalid for our lateness, missed by what it touched alone',
      { gates: [doubtful], verdict: 'invalid', fired: ['distortion'] },
      'unsure',
    ],
    [
      'invalid for a busy generator, which may be why it was missed',
      { gates: [missed], verdict: 'invalid', fired: ['distortion', 'busy-loop'] },
      'unsure',
    ],
  ] as const) {
    it(`${words}: ${finding}`, () => assert.equal(findingOf(aPoint(shape)), finding));
  }
});

describe('a run of a search', () => {
  const gates = (...texts: string[]) =>
    texts.map((text) => {
      const parsed = parseGate(text);
      return typeof parsed === 'string' ? assert.fail(parsed) : parsed;
    });
  it('lasts until its percentiles have the requests they need', () => {
    assert.equal(probeDurationMs(50, gates('p99<10ms'), 10_000), 20_000);
    assert.equal(probeDurationMs(50, gates('p99<10ms', 'p99.9<1s'), 10_000), 200_000);
  });
  it('lasts as long as was asked where that is enough', () => {
    assert.equal(probeDurationMs(500, gates('p99<10ms', 'errors<1%'), 10_000), 10_000);
  });
});
