import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pointSchema } from '../../../../src/contract/point.ts';
import { parseGate } from '../../../../src/contract/slo.ts';
import { judge } from '../../../../src/load/stats/judge.ts';
import { aLoadOutcome, everyNth, fates, outcomeOf, SERVER } from './a-load-outcome.ts';
import { MS, SECOND } from './a-shard-plan.ts';

function gates(...texts: string[]) {
  return texts.map((text) => {
    const gate = parseGate(text);
    if (typeof gate === 'string') throw new Error(gate);
    return gate;
  });
}

describe('a judged load', () => {
  it('is a point of a result: all that was measured, and what it is worth', () => {
    const point = judge(aLoadOutcome(), SERVER, gates('p99<10ms'));
    assert.deepEqual(pointSchema.parse(point), point);
    assert.equal(point.verdict, 'valid');
    assert.equal(point.rules.length, 8);
    assert.deepEqual(
      point.gates.map(({ expression, passed }) => [expression, passed]),
      [
        ['p99<10ms', true],
        ['errors<=1%', true],
      ],
    );
  });

  it('is invalid when our lateness alone made a gate fail', () => {
    const late = outcomeOf(fates(everyNth(20, { latenessNs: 20 * MS })));
    assert.equal(judge(late, SERVER, []).verdict, 'valid');
    assert.equal(judge(late, SERVER, gates('p99<10ms')).verdict, 'invalid');
    assert.equal(judge(late, SERVER, gates('p99<30ms')).verdict, 'valid');
    assert.equal(judge(late, SERVER, gates('p99<4ms')).verdict, 'valid');
  });

  it('is saturated when requests were lost, and says both when it is invalid too', () => {
    const lossy = outcomeOf(fates(everyNth(50, { ending: 'timed-out', serviceNs: 5 * SECOND })));
    assert.equal(judge(lossy, SERVER, []).verdict, 'saturated');
    const both = judge({ ...lossy, neverDispatched: 3 }, SERVER, []);
    assert.equal(both.verdict, 'invalid');
    assert.deepEqual(
      both.rules.filter(({ fired }) => fired).map(({ rule }) => rule),
      ['schedule', 'lost-requests'],
    );
  });

  it('has a verdict even when nothing was sent', () => {
    const point = judge(outcomeOf([]), null, gates('p99<10ms'));
    assert.equal(point.verdict, 'valid');
    assert.deepEqual(
      point.gates.map(({ passed }) => passed),
      [false, false],
    );
  });
});
