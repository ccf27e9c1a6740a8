import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LoadOutcome } from '../../../../../src/contract/measurements.ts';
import type { GateResult } from '../../../../../src/contract/point.ts';
import { parseGate } from '../../../../../src/contract/slo.ts';
import { evaluateGates } from '../../../../../src/load/stats/gates/evaluate-gates.ts';
import { aFate, aLoadOutcome, everyNth, fates, outcomeOf, someFacts } from '../a-load-outcome.ts';
import { MS, SECOND } from '../a-shard-plan.ts';

function gate(text: string) {
  const parsed = parseGate(text);
  if (typeof parsed === 'string') throw new Error(parsed);
  return parsed;
}

function evaluate(text: string, changes: Partial<LoadOutcome> = {}): GateResult {
  const [result] = evaluateGates([gate(text)], someFacts(changes)).results;
  assert.ok(result);
  return result;
}

const passes = (text: string, changes?: Partial<LoadOutcome>) => evaluate(text, changes).passed;
const doubtful = (text: string, changes: Partial<LoadOutcome>) =>
  evaluateGates([gate(text)], someFacts(changes)).doubtful;

const slow = (n: number) => outcomeOf(fates(everyNth(n, { serviceNs: 50 * MS })));
const ending = (n: number, how: 'reset' | 'timed-out' | 'aborted' | 'never sent') =>
  outcomeOf(fates(everyNth(n, { ending: how, serviceNs: 5 * SECOND })));

describe('the default gate', () => {
  it('is errors<=1%, after the conditions that were given', () => {
    const { results } = evaluateGates([gate('p99<10ms')], someFacts());
    assert.deepEqual(
      results.map(({ expression }) => expression),
      ['p99<10ms', 'errors<=1%'],
    );
  });

  it('gives way to another condition on errors', () => {
    const { results } = evaluateGates([gate('errors<50%')], someFacts());
    assert.deepEqual(
      results.map(({ expression }) => expression),
      ['errors<50%'],
    );
  });
});

describe('a latency gate', () => {
  it('passes and says how much of the limit is left', () => {
    const { value, limit, margin, passed, reason } = evaluate('p99<10ms');
    assert.ok(value !== null && value >= 5 * MS && value < 5.01 * MS);
    assert.equal(limit, 10 * MS);
    assert.ok(margin !== null && Math.abs(margin - 0.5) < 0.001);
    assert.deepEqual([passed, reason], [true, null]);
  });

  it('fails by how much it is missed', () => {
    const { margin, passed } = evaluate('p99<4ms');
    assert.ok(margin !== null && Math.abs(margin + 0.25) < 0.002);
    assert.equal(passed, false);
  });

  it('reads the clock that it names', () => {
    const waiting = outcomeOf(fates(() => ({ waitedNs: 20 * MS })));
    assert.equal(passes('p50<10ms', waiting), false);
    assert.equal(passes('service.p50<10ms', waiting), true);
    assert.equal(passes('queueing.p50>19ms', waiting), true);
    assert.equal(passes('lateness.max<1ms', waiting), true);
  });

  it('counts requests of every bad ending as infinitely slow', () => {
    for (const how of ['reset', 'timed-out', 'aborted', 'never sent'] as const) {
      assert.equal(passes('p99<10ms', ending(101, how)), true, how);
      const { passed, value, reason } = evaluate('p99<10ms', ending(96, how));
      assert.deepEqual([passed, value], [false, null], how);
      assert.match(reason ?? '', /^above .*: 31 of 3,000 requests failed or never came back$/);
    }
  });

  it('fails when there are too few requests to tell, and says how many are needed', () => {
    const few = outcomeOf(Array.from({ length: 999 }, (_, i) => aFate(500 + i)));
    assert.equal(evaluate('p99<10ms', few).reason, 'p99 needs 1,000 requests, there were 999');
    assert.equal(passes('p99<10ms', few), false);
    assert.equal(passes('p95<10ms', few), true);
  });

  it('fails when nothing was answered', () => {
    for (const text of ['p50<10ms', 'mean<10ms', 'max<10ms', 'p50>1ms']) {
      const { passed, reason } = evaluate(text, outcomeOf([]));
      assert.deepEqual([passed, reason], [false, 'no request was answered']);
    }
  });

  it('on the mean or the maximum has no value once a request never came back', () => {
    for (const text of ['mean<10s', 'max<10s']) {
      assert.equal(passes(text), true);
      assert.equal(passes(text, ending(1000, 'reset')), true);
      const { passed, value, reason } = evaluate(text, ending(1000, 'timed-out'));
      assert.deepEqual([passed, value], [false, null]);
      assert.equal(reason, '3 requests never came back');
    }
  });

  it('above the timeout passes when the limit holds even if every time-out came first', () => {
    const backlog = outcomeOf(
      fates((i) =>
        i === 700 ? { ending: 'timed-out', serviceNs: 5 * SECOND } : { waitedNs: 7 * SECOND },
      ),
    );
    assert.equal(passes('p50<10s', backlog), true);
    assert.equal(passes('p50<6s', backlog), false);
  });

  it('says when the limit lies within what another run could give', () => {
    const spread = outcomeOf(fates((i) => ({ serviceNs: (5 + ((i * 7) % 11)) * MS })));
    const { reason } = evaluate('p50<10ms', spread);
    assert.match(reason ?? '', /^the limit lies within the interval from .* ms to .* ms$/);
    assert.equal(evaluate('p50<14ms', spread).reason, null);
  });
});

describe('a latency gate and our own lateness', () => {
  const late = (serviceNs: number) =>
    outcomeOf(fates(everyNth(20, { latenessNs: 20 * MS, serviceNs })));

  it('passes when done − due meets it, late or not', () => {
    assert.equal(passes('p99<30ms', late(5 * MS)), true);
    assert.deepEqual(doubtful('p99<30ms', late(5 * MS)), []);
  });

  it('fails when even clean requests miss it', () => {
    assert.equal(passes('p99<4ms', late(5 * MS)), false);
    assert.deepEqual(doubtful('p99<4ms', late(5 * MS)), []);
  });

  it('cannot be told when clean requests alone meet it', () => {
    const { passed, reason } = evaluate('p99<10ms', late(5 * MS));
    assert.equal(passed, false);
    assert.match(reason ?? '', /this run cannot tell$/);
    assert.deepEqual(doubtful('p99<10ms', late(5 * MS)), ['p99<10ms']);
    assert.deepEqual(doubtful('mean<5.5ms', late(5 * MS)), ['mean<5.5ms']);
    assert.deepEqual(doubtful('max<10ms', late(5 * MS)), ['max<10ms']);
  });

  it('is no excuse for lateness itself', () => {
    assert.deepEqual(doubtful('lateness.p99<10ms', late(5 * MS)), []);
    assert.equal(passes('lateness.p99<10ms', late(5 * MS)), false);
  });

  it('is no excuse for a slow server', () => {
    assert.deepEqual(doubtful('p99<10ms', slow(20)), []);
    assert.equal(passes('p99<10ms', slow(20)), false);
  });
});

describe('a gate on counts', () => {
  it('takes failed ÷ sent as errors, and says what it leaves out', () => {
    assert.equal(passes('errors<=1%', ending(100, 'reset')), true);
    assert.equal(passes('errors<=1%', ending(96, 'reset')), false);
    const { passed, reason } = evaluate('errors<=1%', ending(10, 'timed-out'));
    assert.deepEqual([passed, reason], [true, 'without 300 requests that never came back']);
  });

  it('has no margin at a limit of zero', () => {
    const { passed, margin } = evaluate('errors<=0');
    assert.deepEqual([passed, margin], [true, null]);
  });

  it('takes good answers per second as throughput', () => {
    const { value, margin, passed } = evaluate('throughput>=80/s');
    assert.deepEqual([value, margin, passed], [100, 0.25, true]);
    assert.equal(passes('throughput>=99/s', ending(50, 'reset')), false);
  });

  it('takes right labels as accuracy', () => {
    const answers = { checked: 100, wrong: 0, labelled: 100, correct: 96 };
    assert.equal(passes('accuracy>=0.95', { answers }), true);
    assert.equal(passes('accuracy>=0.97', { answers }), false);
  });

  it('fails when its metric is missing', () => {
    const { passed, reason } = evaluate('accuracy>=0.95');
    assert.equal(passed, false);
    assert.match(reason ?? '', /no labels/);
    assert.equal(evaluate('errors<1%', outcomeOf([])).reason, 'no request was sent');
    const nothing = aLoadOutcome().phases.map((phase) => ({ ...phase, durationNs: 0 }));
    assert.equal(evaluate('throughput>=0/s', { phases: nothing }).reason, 'nothing was measured');
  });
});
